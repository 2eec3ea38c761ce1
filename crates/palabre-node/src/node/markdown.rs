//! Markdown as people write it, as HTML that a window can show without harm.

use linkify::{LinkFinder, LinkKind};
use palabre_api::{ApiError, ask, row};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::Node;

/// How many texts are shown at once.
const MAX_TEXTS: usize = 1_000;
/// How long one may be, in bytes.
const MAX_LENGTH: usize = 256 << 10;
/// How deep lists and quotes may stand in each other; deeper ones stand at this depth.
const DEEPEST: usize = 12;

impl Node {
    pub(super) fn show_markdown(&mut self, ask: ask::Markdown) -> Result<row::Markdown, ApiError> {
        if ask.text.len() > MAX_TEXTS || ask.text.iter().any(|text| text.len() > MAX_LENGTH) {
            return Err(ApiError::new(
                "text.length",
                format!("Up to {MAX_TEXTS} texts are shown at once, each of up to {MAX_LENGTH} bytes."),
                "Ask for fewer, or for shorter ones.",
            ));
        }
        let members = self.list_members(false)?.members;
        let names = longest_first(members.into_iter().map(|member| member.name));
        Ok(row::Markdown { html: ask.text.iter().map(|text| html(text, &names)).collect() })
    }
}

/// Returns names in the order in which they are sought: "@Ana Maria" is not Ana.
pub(super) fn longest_first(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// Returns Markdown as HTML. What is HTML in it stands as text; a picture is a link to it; a heading stands below those
/// of the page; `names` are sought longest first.
fn html(text: &str, names: &[String]) -> String {
    let parser = Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES);
    let mut written = String::with_capacity(text.len() * 2);
    let (mut depth, mut in_link, mut in_code) = (0_usize, 0_usize, false);
    // For each picture that is open: whether it became a link; within a link it cannot.
    let mut pictures: Vec<bool> = Vec::new();
    let mut events: Vec<Event> = Vec::new();
    for event in TextMergeStream::new(parser.map(plain)) {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) => {
                depth += 1;
                if depth <= DEEPEST {
                    events.push(event);
                }
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item) => {
                if depth <= DEEPEST {
                    events.push(event);
                }
                depth = depth.saturating_sub(1);
            }
            Event::Start(Tag::Image { dest_url, title, id, .. }) => {
                pictures.push(in_link == 0);
                in_link += 1;
                if in_link == 1 {
                    events.push(Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id }));
                }
            }
            Event::End(TagEnd::Image) => {
                in_link = in_link.saturating_sub(1);
                if pictures.pop() == Some(true) {
                    events.push(Event::End(TagEnd::Link));
                }
            }
            Event::Start(Tag::Heading { level, .. }) => {
                events.push(Event::Start(Tag::Heading {
                    level: lower(level),
                    id: None,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }));
            }
            Event::End(TagEnd::Heading(level)) => events.push(Event::End(TagEnd::Heading(lower(level)))),
            Event::Text(text) if in_link == 0 && !in_code => linked(&text, names, &mut events),
            other => {
                match &other {
                    Event::Start(Tag::Link { .. }) => in_link += 1,
                    Event::End(TagEnd::Link) => in_link = in_link.saturating_sub(1),
                    Event::Start(Tag::CodeBlock(_)) => in_code = true,
                    Event::End(TagEnd::CodeBlock) => in_code = false,
                    _ => {}
                }
                events.push(other);
            }
        }
    }
    pulldown_cmark::html::push_html(&mut written, events.into_iter());
    // What was made above is already plain; this is the wall behind it.
    ammonia::Builder::empty()
        .tags(TAGS.iter().copied().collect())
        .tag_attributes([("a", ["href"].into()), ("ol", ["start"].into())].into())
        .allowed_classes([("strong", ["mention"].into())].into())
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        .clean(&written)
        .to_string()
}

const TAGS: [&str; 25] = [
    "p",
    "br",
    "hr",
    "em",
    "strong",
    "del",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "sup",
    "sub",
];

/// A new line is a new line, as in a letter; HTML is what its author typed.
fn plain(event: Event<'_>) -> Event<'_> {
    match event {
        Event::SoftBreak => Event::HardBreak,
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        other => other,
    }
}

/// A page has its title and its sections; what people write stands below them.
fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

/// Makes links of the addresses in a text, and marks who is named.
fn linked(text: &str, names: &[String], events: &mut Vec<Event<'_>>) {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    for span in finder.spans(text) {
        let part = span.as_str();
        if span.kind().is_none() || !(part.starts_with("http://") || part.starts_with("https://")) {
            mentioned(part, names, events);
            continue;
        }
        events.push(Event::Start(Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: CowStr::from(part.to_owned()),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        }));
        events.push(Event::Text(CowStr::from(part.to_owned())));
        events.push(Event::End(TagEnd::Link));
    }
}

/// Returns whom the @ at this place names; `names` are sought longest first. Inside a word it names nobody.
fn named<'a>(text: &str, at: usize, names: &'a [String]) -> Option<&'a str> {
    let rest = &text[at + 1..];
    let word_before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    names.iter().map(String::as_str).find(|name| {
        !word_before
            && rest.get(..name.len()).is_some_and(|start| start.to_lowercase() == name.to_lowercase())
            && !rest[name.len()..].starts_with(char::is_alphanumeric)
    })
}

/// Returns whether a text names somebody as a page marks it; `names` are sought longest first.
pub(super) fn names(text: &str, name: &str, names: &[String]) -> bool {
    let is_name = |named: &str| named.to_lowercase() == name.to_lowercase();
    text.match_indices('@').any(|(at, _)| named(text, at, names).is_some_and(is_name))
}

fn mentioned(text: &str, names: &[String], events: &mut Vec<Event<'_>>) {
    let mut from = 0;
    while let Some(at) = text[from..].find('@').map(|at| from + at) {
        let before = &text[from..at];
        let named = named(text, at, names);
        let until = at + 1 + named.map_or(0, str::len);
        match named {
            Some(_) => {
                events.push(Event::Text(CowStr::from(before.to_owned())));
                events.push(Event::InlineHtml(CowStr::Borrowed("<strong class=\"mention\">")));
                events.push(Event::Text(CowStr::from(text[at..until].to_owned())));
                events.push(Event::InlineHtml(CowStr::Borrowed("</strong>")));
            }
            None => events.push(Event::Text(CowStr::from(text[from..until].to_owned()))),
        }
        from = until;
    }
    events.push(Event::Text(CowStr::from(text[from..].to_owned())));
}

#[cfg(test)]
mod tests {
    use super::html;

    fn show(text: &str) -> String {
        html(text, &["Ana Maria".to_owned(), "Ana".to_owned()]).trim_end().replace('\n', "")
    }

    #[test]
    fn whoever_is_named_is_not_part_of_another_word_or_name() {
        let all = ["Ana Maria", "Zoe", "Ana"].map(str::to_owned);
        for text in ["@zoe", "have you the key, @Zoe?", "(@zoe)", "@ana maria and @ZOE"] {
            assert!(super::names(text, "Zoe", &all), "{text}");
        }
        for text in ["zoe", "@zoey", "me@zoe.org", "@zoe2", ""] {
            assert!(!super::names(text, "Zoe", &all), "{text}");
        }
        assert!(!super::names("@Ana Maria knows", "Ana", &all));
        assert!(super::names("@Ana, @Ana Maria", "Ana", &all));
    }

    #[test]
    fn what_people_write_is_shown() {
        let table = [
            ("**Bread** and _tea_", "<p><strong>Bread</strong> and <em>tea</em></p>"),
            ("one\ntwo", "<p>one<br>two</p>"),
            ("# Why\ntext", "<h3>Why</h3><p>text</p>"),
            ("3. three\n4. four", "<ol start=\"3\"><li>three</li><li>four</li></ol>"),
            ("~~no~~", "<p><del>no</del></p>"),
            (
                "see https://a.example/b_c_d?e=1, please",
                "<p>see <a href=\"https://a.example/b_c_d?e=1\" rel=\"noopener noreferrer\">\
                 https://a.example/b_c_d?e=1</a>, please</p>",
            ),
            (
                "[here](mailto:ana@a.example)",
                "<p><a href=\"mailto:ana@a.example\" rel=\"noopener noreferrer\">here</a></p>",
            ),
            ("`https://a.example`", "<p><code>https://a.example</code></p>"),
        ];
        for (text, shown) in table {
            assert_eq!(show(text), shown);
        }
    }

    #[test]
    fn who_is_named_stands_out() {
        let marked = "<strong class=\"mention\">";
        assert_eq!(
            show("ask @Ana Maria, or @ana."),
            format!("<p>ask {marked}@Ana Maria</strong>, or {marked}@ana</strong>.</p>")
        );
        assert_eq!(show("ana@a.example, @Anatole, @"), "<p>ana@a.example, @Anatole, @</p>");
    }

    #[test]
    fn nothing_runs_and_nothing_comes_from_elsewhere() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "![a picture](https://spy.example/p.png)",
            "[x](javascript:alert(1))",
            "[x](data:text/html,hi)",
            "[x](palabre://join?ticket=1)",
            "<style>*{display:none}</style>",
            "<a href=\"https://a.example\" onclick=\"x()\">x</a>",
            "[![p](https://spy.example/p.png)](https://a.example)",
            "<strong class=\"mention\" style=\"position:fixed\">x</strong>",
            "[x](/call/leave)",
            "[x](//spy.example)",
        ] {
            let shown = show(text);
            for wrong in [
                "<script",
                "<img",
                "<style",
                "href=\"javascript",
                "href=\"data",
                "href=\"palabre",
                "href=\"/",
                "<strong",
            ] {
                assert!(!shown.contains(wrong), "{text} is shown as {shown}");
            }
        }
        // The picture is a link that somebody may follow.
        assert_eq!(
            show("![a picture](https://spy.example/p.png)"),
            "<p><a href=\"https://spy.example/p.png\" rel=\"noopener noreferrer\">a picture</a></p>"
        );
    }

    #[test]
    fn a_text_made_to_be_deep_stays_flat() {
        for text in [">".repeat(30_000), "- ".repeat(30_000), "[".repeat(30_000), "*a ".repeat(20_000)] {
            let shown = show(&text);
            assert!(shown.matches("<blockquote>").count() <= 12, "{}", &shown[..200]);
        }
    }
}
