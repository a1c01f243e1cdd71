package table

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"factmark/app/ingest/extract"
)

func TestReadText(t *testing.T) {
	for _, c := range []struct {
		name, file string
		columns    []string
		rows       [][]string
		remarks    []string // what each begins with
	}{
		{"commas", "id,text\n1,\"A, b\"\n2,\"C\nd\"\n", []string{"id", "text"}, [][]string{{"1", "A, b"}, {"2", "C\nd"}}, nil},
		{"semicolons and decimal commas", "Jahr;Wert;Ort\n2020;1,5;Bonn\n2021;2,5;Köln\n", []string{"Jahr", "Wert", "Ort"}, [][]string{{"2020", "1,5", "Bonn"}, {"2021", "2,5", "Köln"}}, nil},
		{"semicolons and prose with commas", "id;text\n1;Well, well, well\n2;First, second\n3;None\n", []string{"id", "text"}, [][]string{{"1", "Well, well, well"}, {"2", "First, second"}, {"3", "None"}}, nil},
		{"tabs and empty cells", "a\tb\tc\n1\t\t3\n\t\t6\n", []string{"a", "b", "c"}, [][]string{{"1", "", "3"}, {"", "", "6"}}, nil},
		{"bars", "a|b\n1|x, y\n", []string{"a", "b"}, [][]string{{"1", "x, y"}}, nil},
		{"a line that names the separator", "sep=;\na;b\n1;2,0\n", []string{"a", "b"}, [][]string{{"1", "2,0"}}, nil},
		{"spaces behind commas", "a, b\n1, \"x, y\"\n", []string{"a", "b"}, [][]string{{"1", "x, y"}}, nil},
		{"rows of different lengths", "1,2,3,4\na,'b',c,d\na,b,c\na,b,c,d\na,b,c,d,e", []string{"1", "2", "3", "4", "Column 5"},
			[][]string{{"a", "'b'", "c", "d", ""}, {"a", "b", "c", "", ""}, {"a", "b", "c", "d", ""}, {"a", "b", "c", "d", "e"}}, []string{"Row 5 has more", "Row 3 has fewer"}},
		{"no header", "1,The council voted on Monday.\n2,The mayor did not say why.\n", []string{"Column 1", "Column 2"},
			[][]string{{"1", "The council voted on Monday."}, {"2", "The mayor did not say why."}}, nil},
		{"one column", "statement\nTaxes fell, prices rose, and nobody noticed.\nIt rained; it snowed.\n", []string{"statement"},
			[][]string{{"Taxes fell, prices rose, and nobody noticed."}, {"It rained; it snowed."}}, nil},
		{"a title and empty rows", "Claims of March\n\nid,text\n,\n1,A b\n", []string{"id", "text"}, [][]string{{"1", "A b"}}, []string{"1 empty row", "What stands above the table is left out: Claims of March"}},
		{"quotation marks within cells", "id,text,x\n1,5\" pipes,y\n2,He said \"no\" twice,z\n", []string{"id", "text", "x"},
			[][]string{{"1", "5\" pipes", "y"}, {"2", "He said \"no\" twice", "z"}}, []string{"Quotation marks in lines 2 and 3"}},
		{"unescaped quotation marks among tabs", "id\tstatement\tparty\n1\t\"Says\" the tax rose\tA\n2\tNo\tB\n3\t\"Taxes\" fell\tC\n", []string{"id", "statement", "party"},
			[][]string{{"1", "\"Says\" the tax rose", "A"}, {"2", "No", "B"}, {"3", "\"Taxes\" fell", "C"}}, []string{"Quotation marks in lines 2 and 4"}},
		{"unescaped quotation marks in a cell of two lines", "id,text,x\n1,\"He said \"no\" and\nleft\",y\n2,\"A\nb\",z\n", []string{"id", "text", "x"},
			[][]string{{"1", "He said \"no\" and\nleft", "y"}, {"2", "A\nb", "z"}}, nil},
		{"a quotation mark that is not closed", "id,text,x\n1,\"A\nb\",y\n2,\"not closed,y\n3,\"good\",z\n4,B,w\n", []string{"id", "text", "x"},
			[][]string{{"1", "A\nb", "y"}, {"2", "\"not closed", "y"}, {"3", "good", "z"}, {"4", "B", "w"}}, []string{"A quotation mark is opened and not closed in line 4;"}},
	} {
		got, err := ReadText(c.file)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if !reflect.DeepEqual(got.Columns, c.columns) || !reflect.DeepEqual(got.Preview(100), c.rows) {
			t.Errorf("%s: %q %q", c.name, got.Columns, got.Preview(100))
		}
		same := len(got.Remarks) == len(c.remarks)
		for i := range c.remarks {
			same = same && strings.HasPrefix(got.Remarks[i], c.remarks[i])
		}
		if !same {
			t.Errorf("%s: remarks %q", c.name, got.Remarks)
		}
	}
}

func TestRowsKeepTheNumbersOfTheFile(t *testing.T) {
	file := "id,text\n1,\"A\nb\"\n\n2,C\n3,\"open\n4,\"D\",\n5,E\n"
	got, err := ReadText(file)
	if err != nil {
		t.Fatal(err)
	}
	var numbers []int
	for _, r := range got.rows {
		numbers = append(numbers, r.number)
	}
	if want := []int{2, 5, 6, 7, 8}; !reflect.DeepEqual(numbers, want) {
		t.Errorf("lines %v, want %v", numbers, want)
	}
}

func TestTextThatIsNoTable(t *testing.T) {
	for file, want := range map[string]string{
		"":          extract.ErrNoText.Error(),
		" \n\n":     extract.ErrNoText.Error(),
		"text,id\n": "no row below",
		strings.Repeat("a,", maxColumns) + "b\n1\n":                      "more than 1000 columns",
		"a,b\n" + strings.Repeat("1,2\n", extract.MaxBlocks/2):           "more than 1000000 cells",
		"a,b,c\n1,\"x\ny\",z\n" + strings.Repeat("\"open,1\nx\n\n", 500): "quotation marks are opened and not closed in lines",
	} {
		if _, err := ReadText(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.30q: %v", file, err)
		}
	}
}

func TestIsLines(t *testing.T) {
	for text, want := range map[string]bool{
		"":                                       false,
		"id,text\n1,a\n2,b\n":                    false,
		"{\"text\": \"a\"}\n{\"text\": \"b\"}\n": true,
		"{\"text\": \"a\"}":                      true,
		"{\n\"text\": \"a\"\n}":                  false,
		"{curly} words\n":                        false,
		"\ufeff\n{\"a\":1}\n\n{\"a\":2}\n{\"a\":3}\nnone of it\n": true,
	} {
		if got := IsLines(text); got != want {
			t.Errorf("%.40q: %v", text, got)
		}
	}
}

func TestReadLines(t *testing.T) {
	got, err := ReadLines("\ufeff{\"text\": \"A\\nb\", \"meta\": {\"date\": \"2025-02-10\", \"by\": {\"name\": \"Ann\"}}, \"tags\": [\"x\", 2, true], \"spans\": [[0, 1]]}\n\n" +
		"{\"id\": 12345678901234567890, \"text\": \"C\", \"none\": null, \"meta\": {}}\n")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"text", "meta.date", "meta.by.name", "tags", "spans", "id", "none"}; !reflect.DeepEqual(got.Columns, want) {
		t.Errorf("columns %q", got.Columns)
	}
	if want := [][]string{{"A\nb", "2025-02-10", "Ann", "x, 2, true", "[[0, 1]]", "", ""}, {"C", "", "", "", "", "12345678901234567890", ""}}; !reflect.DeepEqual(got.Preview(9), want) {
		t.Errorf("rows %q", got.Preview(9))
	}
	if got.rows[1].number != 3 {
		t.Errorf("line %d", got.rows[1].number)
	}
	for file, want := range map[string]string{
		"\n":                                    extract.ErrNoText.Error(),
		"{\"a\": 1}\n{\"a\": }\n":               "line 2: it is not a JSON object",
		"{\"a\": 1} {\"a\": 2}\n":               "line 1: it is not",
		"{\"a\": 1}\n[1]\n":                     "line 2: it is not",
		"{\"a\": 1":                             "line 1: it is not",
		"{\"a\": [1, {\"b\": 2}":                "line 1: it is not",
		strings.Repeat("{\"a\":", 1000):         "more than 400 objects within each other",
		"{\"a\":" + strings.Repeat("[", 100000): "line 1:",
		"{" + many(maxColumns+1, func(i int) string { return fmt.Sprintf("%q:1", fmt.Sprint(i)) }) + "}":                                         "more than 1000 columns",
		"{" + many(maxColumns, func(i int) string { return fmt.Sprintf("%q:1", fmt.Sprint(i)) }) + "}\n" + strings.Repeat("{\"999\":1}\n", 1000): "more than 1000000 cells",
	} {
		if _, err := ReadLines(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.30q: %v", file, err)
		}
	}
}

func many(n int, element func(int) string) string {
	var all []string
	for i := range n {
		all = append(all, element(i))
	}
	return strings.Join(all, ",")
}

func TestGuess(t *testing.T) {
	none := Columns{-1, -1, -1, -1, -1, -1, -1}
	with := func(change func(c *Columns)) Columns { c := none; change(&c); return c }
	for _, c := range []struct {
		name, file string
		want       Columns
	}{
		{"names", "id,Title,Body,Author,Source,Published At,URL,lang\n1,The vote,The council voted on Monday.,Ann,Courier,2025-02-10,https://a.example/1,en\n",
			Columns{Text: 2, Title: 1, Author: 3, Publisher: 4, Published: 5, URL: 6, Language: 7}},
		{"names of other languages", "Titel;Inhalt;Datum;Quelle\nDie Wahl;Der Rat hat gewählt.;10.02.2025;Bote\n", with(func(c *Columns) { c.Title, c.Text, c.Published, c.Publisher = 0, 1, 2, 3 })},
		{"the longest prose", "a,b,c\nThe vote was close,The council voted on Monday to close three schools.,2025-02-10\n", with(func(c *Columns) { c.Text, c.Published = 1, 2 })},
		{"a source that is an address", "source,content\nhttps://a.example/,The council voted on Monday.\n", with(func(c *Columns) { c.Text, c.URL = 1, 0 })},
		{"a claim and its article", "claim,article_id,date\nTaxes fell,7,2025\n", with(func(c *Columns) { c.Text, c.Published = 0, 2 })},
		{"a date that is called data", "data,testo\n10/02/2025,Il consiglio ha votato lunedì.\n", with(func(c *Columns) { c.Text, c.Published = 1, 0 })},
		{"figures alone", "Team,Location,Cups\nBlues,STL,1\n", none},
		{"a text that is a label", "text,passage\nyes,The council voted on Monday to close three schools.\n", with(func(c *Columns) { c.Text = 1 })},
		{"text of labels beside prose", "text,notes\nyes,The council voted on Monday to close three schools.\nno,The mayor did not say why the vote was so late.\n", with(func(c *Columns) { c.Text = 1 })},
		{"Chinese", "编号,标题,内容\n1,表决,市议会星期一投票决定关闭三所学校。\n", with(func(c *Columns) { c.Title, c.Text = 1, 2 })},
	} {
		got, err := ReadText(c.file)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if guess := got.Guess(); guess != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, guess, c.want)
		}
	}
}

func TestDocuments(t *testing.T) {
	table, err := ReadText("title,text,date,url,lang,speaker\n" +
		"The  vote,\"Über Nacht.\n\nZwei\",03/04/2025,https://a.example/1,pt_br,Ann\n" +
		",,25/12/2024,,,\n" +
		"\"A\u0007b\",C,soon,javascript:alert(1),English,\n")
	if err != nil {
		t.Fatal(err)
	}
	documents, problems := table.Documents(table.Guess())
	if len(documents) != 2 || len(problems) != 1 || problems[0].Error() != "row 5: its column “text” is empty, so it makes no document" {
		t.Fatalf("%+v %v", documents, problems)
	}
	if want := (extract.Content{
		Metadata: extract.Metadata{Title: "The vote", Author: "Ann", Published: "2025-04-03", URL: "https://a.example/1", Language: "pt-BR"},
		Name:     "The vote", Text: "Über Nacht.\n\nZwei", Locators: []extract.Locator{{Kind: extract.Row, Start: 0, End: 17, Label: "2"}},
	}); !reflect.DeepEqual(documents[0], want) {
		t.Errorf("%+v", documents[0])
	}
	if d := documents[1]; d.Title != "Ab" || d.Published != "" || d.URL != "" || len(d.Remarks) != 1 || d.Locators[0].Label != "6" {
		t.Errorf("%+v", d)
	}
	table.rows = table.rows[:1]
	documents, _ = table.Documents(table.Guess())
	if d := documents[0]; d.Published != "" || len(d.Remarks) != 1 || !strings.Contains(d.Remarks[0], "03/04/2025") {
		t.Errorf("a date that may be either: %+v", d)
	}

	figures, err := ReadText("Team,Place,Cups\nBlues,STL,1\nFlyers,,2\n")
	if err != nil {
		t.Fatal(err)
	}
	documents, problems = figures.Documents(figures.Guess())
	if len(problems) > 0 || documents[0].Text != "Team: Blues\nPlace: STL\nCups: 1" || documents[1].Text != "Team: Flyers\nCups: 2" || documents[1].Name != "row 3" {
		t.Errorf("a table without prose: %+v, %v", documents, problems)
	}
}

func TestRowsHave(t *testing.T) {
	for n, want := range map[int]string{
		1: "Row 3 has", 2: "Rows 3 and 4 have", 5: "Rows 3, 4, 5, 6 and 7 have", 6: "Rows 3, 4, 5, 6, 7 and 8 have", 7: "Rows 3, 4, 5, 6, 7 and 2 others have",
	} {
		var numbers []int
		for i := range n {
			numbers = append(numbers, 3+i)
		}
		if got := rowsHave(numbers); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestAddress(t *testing.T) {
	for cell, want := range map[string]string{
		" https://a.example/1 ": "https://a.example/1", "www.a.example/b": "http://www.a.example/b", "WWW.A.example": "http://WWW.A.example",
		"": "", "www": "", "www.": "", "www.a": "", "www.a.example is down": "", "a.example": "", "https://": "", "javascript:alert(1)": "", "https://a.example/<b>": "",
	} {
		if got := address(cell); got != want {
			t.Errorf("%q is %q, want %q", cell, got, want)
		}
	}
}

func TestIsExport(t *testing.T) {
	export, err := ReadText("claim_id,document_id,document,document_sha256,start,end,quote\nc1,d1,A,00,0,1,x\n")
	if err != nil || !export.IsExport() {
		t.Errorf("an export: %v", err)
	}
	other, err := ReadText("claim_id,quote\nc1,x\n")
	if err != nil || other.IsExport() {
		t.Errorf("another table: %v", err)
	}
}

func TestISODate(t *testing.T) {
	for _, c := range []struct {
		date    string
		numbers order
		iso     string
		clear   bool
	}{
		{"2025", unknownOrder, "2025", true}, {"2025-02", unknownOrder, "2025-02", true}, {"2025-02-10", unknownOrder, "2025-02-10", true},
		{"2025-02-10T23:30:00-05:00", unknownOrder, "2025-02-10", true}, {"2025-02-10 08:00", unknownOrder, "2025-02-10", true}, {"2025/2/1", unknownOrder, "2025-02-01", true},
		{"20250210", unknownOrder, "2025-02-10", true}, {"1739180000", unknownOrder, "2025-02-10", true}, {"1739180000000", unknownOrder, "2025-02-10", true}, {"1739180000.0", unknownOrder, "2025-02-10", true},
		{"2025年2月10日", unknownOrder, "2025-02-10", true}, {"2025年2月", unknownOrder, "2025-02", true}, {"10.02.2025", unknownOrder, "2025-02-10", true}, {"1.2.25", unknownOrder, "2025-02-01", true},
		{"03/04/2025", unknownOrder, "", false}, {"03/04/2025", dayFirst, "2025-04-03", true}, {"03/04/2025", monthFirst, "2025-03-04", true}, {"3-4-25 10:00", dayFirst, "2025-04-03", true},
		{"13/04/2025", unknownOrder, "2025-04-13", true}, {"04/13/2025", unknownOrder, "2025-04-13", true}, {"04/04/2025", unknownOrder, "2025-04-04", true}, {"12/2024", unknownOrder, "2024-12", true},
		{"10 February 2025", unknownOrder, "2025-02-10", true}, {"February 10th, 2025", unknownOrder, "2025-02-10", true}, {"Mon, 10 Feb 2025 08:00:00 +0000", unknownOrder, "2025-02-10", true},
		{"Mon Feb 10 08:00:00 +0000 2025", unknownOrder, "2025-02-10", true}, {"12:30, 10 Feb 2025", unknownOrder, "2025-02-10", true}, {"17-May-07", unknownOrder, "2007-05-17", true}, {"10 de febrero de 2025", unknownOrder, "2025-02-10", true},
		{"1er février 2025", unknownOrder, "2025-02-01", true}, {"10. März 2025", unknownOrder, "2025-03-10", true}, {"10 февраля 2025 г.", unknownOrder, "2025-02-10", true}, {"May 2025", unknownOrder, "2025-05", true},
		{"2025-Feb-10", unknownOrder, "2025-02-10", true}, {"2025-02-30", unknownOrder, "", true}, {"31/02/2025", unknownOrder, "", true}, {"soon", unknownOrder, "", true}, {"12", unknownOrder, "", true},
		{"", unknownOrder, "", true}, {"9999", unknownOrder, "", true}, {"$5 in 2020", unknownOrder, "", true}, {"1.5", unknownOrder, "", true}, {"10:30", unknownOrder, "", true},
	} {
		if iso, clear := isoDate(c.date, c.numbers); iso != c.iso || clear != c.clear {
			t.Errorf("%q: %q, %v", c.date, iso, clear)
		}
	}
	for _, c := range []struct {
		cells []string
		want  order
	}{
		{[]string{"03/04/2025", "13/04/2025"}, dayFirst}, {[]string{"03/04/2025", "4/13/25"}, monthFirst}, {[]string{"13/04/2025", "04/13/2025"}, unknownOrder},
		{[]string{"03/04/2025", "13.04.2025", "2025-12-31"}, unknownOrder},
	} {
		if got := dateOrder(c.cells); got != c.want {
			t.Errorf("%q: %v", c.cells, got)
		}
	}
}

// checkTable checks what is true of every table, and of the documents that are made of it.
func checkTable(t *testing.T, table *Table, err error) {
	t.Helper()
	if err != nil {
		if message := err.Error(); message == "" || strings.Contains(message, "\n") {
			t.Fatalf("the message %q is not one line", message)
		}
		return
	}
	for i, name := range table.Columns {
		if name == "" || strings.ContainsAny(name, "\n\r") {
			t.Fatalf("column %d is called %q", i, name)
		}
	}
	last := 0
	for _, r := range table.rows {
		if r.number <= last || len(r.cells) > len(table.Columns) {
			t.Fatalf("row %d of %d cells after row %d, %d columns", r.number, len(r.cells), last, len(table.Columns))
		}
		last = r.number
	}
	for _, columns := range []Columns{table.Guess(), {-1, 0, 0, 0, 0, 0, 0}} {
		documents, problems := table.Documents(columns)
		if len(documents)+len(problems) != table.Rows() {
			t.Fatalf("%d documents and %d problems of %d rows", len(documents), len(problems), table.Rows())
		}
		for _, d := range documents {
			length := utf8.RuneCountInString(d.Text)
			if !utf8.ValidString(d.Text) || len(d.Locators) != 1 || d.Locators[0].End > length || d.Name == "" || strings.ContainsAny(d.Title, "\n\r") {
				t.Fatalf("document %+v", d)
			}
		}
	}
}

func FuzzReadText(f *testing.F) {
	for _, seed := range []string{"", "a,b\n1,2\n", "a;b\n\"x\ny\";2\n", "sep=|\na|b\n1|\"open\n2|\"c\"\n", "a\tb\n\"q\" x\ty\n\t\n", "date,text\n03/04/2025,A b c d\n13/04/2025,\"e\"\"\n",
		"\"\n\"\n\",\"\n,\"\"\"\n", "x\n\ny,\"z\n\n\n\"w\" v,u\n\xff\x00\r"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, err := ReadText(text)
		checkTable(t, table, err)
	})
}

func FuzzReadLines(f *testing.F) {
	for _, seed := range []string{"", "{}", "{\"text\":\"a\"}\n{\"text\":[1,[2],{\"b\":null}],\"c\":{\"d\":{\"e\":1e9}}}\n", "{\"\":{\"\":\"\"}}\n{\"a.b\":1,\"a\":{\"b\":2}}", "{\"a\":\"\\ud800\\u0000\\n\"}\n[", "{\"a\":1}}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		IsLines(text)
		table, err := ReadLines(text)
		checkTable(t, table, err)
	})
}
