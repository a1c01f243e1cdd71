package web

import (
	"errors"
	"strings"
	"testing"

	"factmark/app/ingest/extract"
)

func TestWholePage(t *testing.T) {
	for _, c := range []struct{ name, markup, want string }{
		{"paragraphs", "<p>One\n two <p>three<br>four</p>five", "One two\n\nthree\nfour\n\nfive"},
		{"inline", "<p>un<b>believ</b>able <i> x </i> y</p>", "unbelievable x y"},
		{"white space at the edges", "<div> a </div> <div>\n<span> b </span>\n</div>", "a\nb"},
		{"no-break spaces stay within a line", "<p>&nbsp;10&nbsp;000 &nbsp; x&nbsp;</p><p>&nbsp;</p>", "10\u00a0000 x"},
		{"headings and lists", "<h1>A</h1><ul><li>b<li>c<ul><li>d</ul></ul>e<dl><dt>f<dd>g</dl>", "A\n\nb\nc\nd\n\ne\n\nf\ng"},
		{"breaks", "a<br><br>b<br>\n<br/>\n<br>c<br></div><div>d</div><div><br></div><div>e", "a\n\nb\n\nc\nd\n\ne"},
		{"preformatted", "<pre>\n  a\n    b  c\n\n\n d</pre>e f", "  a\n    b  c\n\n d\n\ne f"},
		{"what is not shown", "<head><title>T</title><style>p{}</style></head>a<script>if (a<b) '<p>'</script><noscript><p>n</p></noscript><template><p>t</p></template>" +
			"<!-- c --><![if !mso]>b<![endif]><select><option>o</select><iframe>i</iframe><svg><title>s</title><text>v</text></svg>", "abv"},
		{"hidden", `a<div hidden>b<div>c</div></div>d<span style="color:red; DISPLAY : none">e</span>f<p style="visibility:hidden">g<p>h<ul><li hidden>i<li>j</ul><dialog>k</dialog><dialog open>l</dialog>`, "adf\n\nh\n\nj\n\nl"},
		{"a hidden item is the last of its list", "<ul><li>a<li hidden>b</ul>c", "a\n\nc"},
		{"stray ends within what is hidden", "<div hidden>a</p></span>b</div>c", "c"},
		{"all hidden until a script runs", `<div style="visibility:hidden"><p>a</p></div>`, "a"},
		{"table", "<table><caption>K</caption><tr><th></th><th>2019</th><th>2021<br>est.</th></tr><tr><td><p>North</p></td><td></td><td>5</td></tr></table>x", "K\n\n\t2019\t2021 est.\nNorth\t\t5\n\nx"},
		{"table without ends", "<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td"},
		{"table in a table", "<table><tr><td>m<td><p>a</p><table><tr><td>1<td>2</table><p>b</p></td></tr></table>", "m\n\na\n\n1\t2\n\nb"},
		{"a table that lays out", "<table><tr><td><a>m</a><br><a>n</a></td><td><p>" + strings.Repeat("a ", 200) + "</p><p>b</p></td></tr></table>",
			"m\nn\n\n" + strings.TrimSpace(strings.Repeat("a ", 200)) + "\n\nb"},
		{"a row of one cell", "<table><tr><td>a<br>b</td></tr><tr><td><p>c</p><p>d</p></td></tr></table>", "a\nb\n\nc\n\nd"},
		{"links side by side", "<a>Home</a><a>News</a> <a>Sport</a>s<button>x</button>y", "Home News Sports x y"},
		{"references", "&lt;p&gt; caf&eacute; &#x1F600; &#0;&amp;amp;", "<p> café 😀 \ufffd&amp;"},
		{"XHTML", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x"/></head><body><p>a<![CDATA[ <b> ]]></p><p/>b<div hidden="hidden"/>c</body></html>`, "a <b>\n\nbc"},
		{"cut short", "<p>a</p><p>b <a href='x", "a\n\nb"},
	} {
		var b extract.Builder
		if _, err := WholePage(&b, c.markup); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got, err := b.Content(); err != nil || got.Text != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got.Text, err, c.want)
		}
	}
	var b extract.Builder
	if _, err := WholePage(&b, "<p> &nbsp; </p><script>x</script>"); err != nil {
		t.Error(err)
	}
	if got, err := b.Content(); !errors.Is(err, extract.ErrNoText) {
		t.Errorf("an empty page: %q, %v", got.Text, err)
	}
}
