"""A person at the browser whose clicks and typed fields are counted, as product.md's acceptance list counts them.

The count starts at the role's home after sign-in. There is no way to open an address: one can only click, type
and press keys, so that nothing is reached which a person could not find.
"""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass
class Person:
    """One signed-in role; `clicks` and `typed` grow with what is done."""

    page: Page
    clicks: int = 0
    typed: int = 0

    def click(
        self, name: str | re.Pattern[str], *, role: str = "link", inside: str = "body", nth: int = 0
    ) -> None:
        """Press the thing that a screen reader calls `name`."""
        self.press(self.page.locator(inside).get_by_role(role, name=name).nth(nth))  # type: ignore[arg-type]

    def press(self, thing: Locator) -> None:
        """Press a thing that must be visible and in reach of the mouse."""
        thing.click()
        self.clicks += 1
        self.page.wait_for_load_state("networkidle")

    def type(self, label: str | re.Pattern[str], text: str, *, nth: int = 0) -> None:
        """Fill the field of that label; focusing a field is part of typing."""
        self.page.get_by_label(label).nth(nth).fill(text)
        self.typed += 1

    def sees(self, text: str | re.Pattern[str]) -> None:
        """The text stands on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def spent(self, *, clicks: int, typed: int = 0) -> None:
        """What was done cost at most this; a cheaper way is welcome."""
        assert (self.clicks, self.typed) <= (clicks, self.typed), f"{self.clicks} clicks, allowed {clicks}"
        assert self.typed <= typed, f"{self.typed} typed fields, allowed {typed}"


def needs_no_scrolling(page: Page) -> bool:
    """Whether the whole page fits into the window."""
    return bool(page.evaluate("document.documentElement.scrollHeight <= window.innerHeight"))
