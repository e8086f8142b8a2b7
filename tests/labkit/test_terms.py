"""Terms that a page links are described on the page by what the glossary says."""

from __future__ import annotations

from labkit.terms import read_terms, with_described_terms

GLOSSARY = """
<h1 id="glossary">Glossary</h1>
<p>The words of this course.</p>
<h2 id="tie">Tie<a class="headerlink" href="#tie" title="Link">&para;</a></h2>
<p>Two rows with the same <a href="#event-time">event time</a>.
One &lt; the other.</p>
<p>The later wins, see <code>created</code>.</p>
<h2 id="ttl">TTL</h2>
<p>Time to live.</p>
<style>.quiz { color: red }</style>
<script>(function () { "of a plugin" })();</script>
"""


def test_entry_is_its_heading_and_all_its_text() -> None:
    """Without the link mark, without markup, up to the next entry."""
    terms = read_terms(GLOSSARY)

    assert ["tie", "ttl"] == list(terms)
    assert "Tie" == terms["tie"].name
    assert "Time to live." == terms["ttl"].text
    assert (
        "Two rows with the same event time. One < the other. The later wins, see created."
        == terms["tie"].text
    )


def test_links_to_terms_are_described_and_others_left_alone() -> None:
    """Every link to an entry, wherever the page lies; each term is told once."""
    page = (
        '<a href="../../reference/glossary/#tie"><em>tie</em></a> '
        '<a class="x" href="../reference/glossary/#tie">again</a> '
        '<a href="../../reference/glossary/#no-such">unknown</a> '
        '<a href="../../reference/data/#tie">elsewhere</a> '
        '<a href="../../reference/glossary/">all</a>'
    )

    html, used = with_described_terms(page, read_terms(GLOSSARY))

    assert ["tie"] == [term.id for term in used]
    assert 2 == html.count('aria-describedby="term-tie"')
    assert 2 == html.count("aria-describedby")
    assert '<a class="x" href="../reference/glossary/#tie" aria-describedby="term-tie">' in html


def test_page_without_terms_stays_as_it_is() -> None:
    """And brings no terms along."""
    assert ("<p>No links.</p>", []) == with_described_terms("<p>No links.</p>", {})
