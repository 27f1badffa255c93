"""What a page complains of while it is used: errors of its script and breaches of our content policy."""

from playwright.sync_api import Page


def complaints_of(page: Page) -> list[str]:
    """A list that grows as the page complains."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(error.message))
    page.on("console", lambda message: complaints.extend(_breach(message.text)))
    return complaints


def _breach(words: str) -> list[str]:
    return [words] if "Content Security Policy" in words else []
