// What the theme leaves out for keyboards and screen readers.

function repairTheme() {
  // These labels hide the buttons' own text from voice control.
  const labelled = ".search-button-field, .theme-switch-button";
  for (const button of document.querySelectorAll(labelled)) {
    button.removeAttribute("aria-label");
  }
  const title = document.querySelector(".sidebar-primary-items__start");
  if (title) {
    title.setAttribute("role", "navigation");
    title.setAttribute("aria-label", "Book");
  }
}

// Wide maths scrolls; the arrow keys can only scroll what takes the focus.
function focusWideMaths() {
  for (const box of document.querySelectorAll(".katex-display")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}

document.addEventListener("DOMContentLoaded", repairTheme);
window.addEventListener("load", focusWideMaths);
window.addEventListener("resize", focusWideMaths);
