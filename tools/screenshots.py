"""Pictures of every page of a built site: light, dark and on a phone.

python tools/screenshots.py SITE OUT
"""

import sys
from pathlib import Path

from book_pages import ADDED_BY_SPHINX, pages_in_toc
from browser import (
    PHONE,
    WIDE,
    find_chromium,
    load,
    open_browser,
    open_page,
    serve,
    unfold,
)

LOOKS = {"light": ("light", WIDE), "dark": ("dark", WIDE), "phone": ("light", PHONE)}


def take(browser, address, page_name, look, out):
    color_scheme, viewport = LOOKS[look]
    options = {"viewport": viewport, "color_scheme": color_scheme}
    with open_page(browser, address, **options) as page:
        load(page, f"{address}/{page_name}.html")
        unfold(page)
        file = out / f"{page_name.replace('/', '-')}-{look}.png"
        page.screenshot(path=file, full_page=True, animations="disabled")
        print(file)


def main(site, out):
    out.mkdir(parents=True, exist_ok=True)
    with serve(site) as address, open_browser(find_chromium()) as browser:
        for page_name in (*pages_in_toc(), *ADDED_BY_SPHINX):
            for look in LOOKS:
                take(browser, address, page_name, look, out)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
