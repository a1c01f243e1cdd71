package office

import (
	"reflect"
	"strings"
	"testing"

	"factmark/app/ingest/extract"
)

func TestRtf(t *testing.T) {
	const fonts = `{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE{\*\falt x};}{\f2\fcharset128 MS Gothic;}{\f3\fcharset2 Symbol;}{\f4\fcharset204 Arial Cyr;}{\f5 Arial;}}`
	for _, c := range []struct {
		name, rtf, want string
		remarks         []string
	}{
		{"paragraphs", `One\par two\line three\tab x\par\par four`, "One\n\ntwo\nthree\tx\n\nfour", nil},
		{"ends of lines are nothing", "On\r\ne \\\ntwo", "One \n\ntwo", nil},
		{"signs", `a\emdash b\~c\_d\-e\lquote f\rquote\ldblquote\rdblquote\bullet \\\{\}`, "a—b\u00a0c\u2011d\u00ade‘f’“”•\\{}", nil},
		{"code pages of fonts", fonts + `\f0 caf\'e9 \f1 \'e8e \f4 \'cf\'f0 \f5 \'e9`, "café če Пр é", nil},
		{"two bytes", fonts + `\f2 \'93\'8c\'8b\'9e\'83A\'83\u12451\'83\'42!`, "東京ア□ィB!", []string{"1 character could not be read and is shown as □."}},
		{"two bytes, parted by line ends", fonts + "\\f2 \\'93\r\n\\'8c", "東", nil},
		{"the document's code page", `\ansicpg1251 \'cf\'f0`, "Пр", nil},
		{"of a Mac", `\mac{\fonttbl{\f0\fcharset0 Times;}}\f0 it\'d5s`, "it’s", nil},
		{"UTF-8 as it is", "Zürich 東", "Zürich 東", nil},
		{"bytes as they are", "Z\xfcrich", "Zürich", nil},
		{"Unicode", `\u8217?x\u-10179?\u-8694?\uc2\u233\'c3\'a9y\uc0\u228z{\uc1\u228 a}\u228b`, "’x😊éyäzääb", nil},
		{"Unicode whose stand-in is missing", `{\u228}x\u228\par y`, "äxä\n\ny", nil},
		{"half of a pair", `\u-10179?x\u-8694?y`, "□x□y", []string{"2 characters could not be read and are shown as □."}},
		{"a star amid a group", `{\b\*\cs7 text}{\b {\*\cs7 none}}`, "text", nil},
		{"cells that no word announces", `a\cell b\cell c\row\pard x`, "a\tb\tc\n\nx", nil},
		{"symbols", fonts + `\f3 a\'b3\u-3999? \f0 b`, "α≥α b", nil},
		{"groups that may be passed over", `a{\*\unknown b{c}}d{\unknown e}{\*\shppict{\pict 00ff}}{\pict\bin3 {{{}f`, "adef", nil},
		{"upr", `{\upr{caf?}{\*\ud{caf\u233 e}}}!`, "café!", nil},
		{"field", `{\field{\*\fldinst HYPERLINK "x"}{\fldrslt link}} {\field\fldedit{\*\fldinst {PAGE}}{\fldrslt {3}}}`, "link 3", nil},
		{"headers", `{\header h}{\footerf f}x`, "x", nil},
		{"table", `\trowd\intbl a\cell b\par c\cell\row\intbl\cell e\cell\row\pard After`, "a\tb\nc\n\te\n\nAfter", nil},
		{"table in a cell", `\intbl\itap1 a\cell\itap2 x\nestcell y\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}z\nestcell{\*\nesttableprops\nestrow}\itap1\cell\row\pard b`, "a\tx\ty\nz\n\nb", nil},
		{"list", `x\par{\listtext\pard\plain 1.\tab}\ls1 one\par{\listtext 2.\tab}two\par\pard{\pntext\f3\'b7\tab}three\par\pard y`, "x\n\n1. one\n2. two\nthree\n\ny", nil},
		{"notes", `One{\super\chftn}{\footnote\pard\plain {\super\chftn} First.\par Goes on.}. Two{\footnote\ftnalt Last.} three\par x`, "One.[1] Two[i] three\n\nx\n\n[1] First.\n\nGoes on.\n\n[i] Last.", nil},
		{"box", `The {\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard Box.\par}}{\shprslt{\*\do{\dptxbxtext Box.}}}}text.`, "The text.\n\nBox.", nil},
		{"old box", `{\*\do\dptxbx{\dptxbxtext Box.}}text.`, "Box.\n\ntext.", nil},
		{"changes", `a {\revised\revauth1 b }{\deleted c }d{\deleted e}`, "a b d", []string{"3 tracked changes are read as accepted."}},
		{"hidden", `a{\v b\par c}\v0 d{\*\annotation x}`, "ad", []string{"1 comment is left out.", "1 hidden passage is left out."}},
		{"index entries", `a{\xe{\v b}}{\tc c}d`, "ad", nil},
		{"formula", `{\mmath{\*\moMath{\mf{\mfPr{\mctrlPr x}}{\mnum{\mr 1}}{\mden{\mr 2}}}}{\mmathPict y}}`, "1/2", nil},
		{"bytes past the end", `hello \bin2147483647 world`, "hello ", []string{"The file breaks off before its end; what was there is taken."}},
		{"after the end", `a}b{c`, "a", nil},
		{"of no length", `a\u\uc-1\'\'z1\`, "az1}", nil},
	} {
		got, err := Rtf([]byte(`{\rtf1\ansi ` + c.rtf + `}`))
		if err != nil || got.Text != c.want || !reflect.DeepEqual(got.Remarks, c.remarks) {
			t.Errorf("%s: %q %q, want %q, %v", c.name, got.Text, got.Remarks, c.want, err)
		}
	}
}

func TestRtfMetadata(t *testing.T) {
	got, err := Rtf([]byte(`{\rtf1\ansi\ansicpg1250\deflang1033{\info{\title \'8akola}{\author A\u233?}{\creatim\yr2019\mo4\dy5\hr1}{\revtim\yr2020\mo1\dy1}}\lang1029 P\'f8\'edb\'echy}`))
	if want := (extract.Metadata{Title: "Škola", Author: "Aé", Published: "2019-04-05", Language: "cs"}); err != nil || got.Metadata != want || got.Text != "Příběhy" {
		t.Errorf("%q, %+v, %v", got.Text, got.Metadata, err)
	}
	got, err = Rtf([]byte(`{\rtf1{\info{\creatim\yr2019\mo13\dy5}{\revtim\yr2020\mo1\dy1}}x}`))
	if err != nil || got.Published != "2020-01-01" {
		t.Errorf("%+v, %v", got.Metadata, err)
	}
	got, err = Rtf([]byte(`{\rtf1{\stylesheet{Normal;}{\s3 heading 1;}}x\par\pard\s3 The heading\par}`))
	if err != nil || got.Title != "The heading" {
		t.Errorf("%+v, %v", got.Metadata, err)
	}
}

// A date that no calendar has would refuse the whole document when it is saved.
func TestDate(t *testing.T) {
	for text, want := range map[string]string{
		"2024-02-29T10:30:00Z": "2024-02-29", " 2024-02-29 10:30": "2024-02-29", "2024-02": "2024-02", "2024": "2024", "2023-02-29": "", "2024-13": "", "2024-00-00": "",
		"0000-00-00": "", "0000": "", "12024-01-01": "", "2024-1-2": "", "2024-": "", "29 February 2024": "", "٢٠٢٤": "", "": "",
	} {
		if got := date(text); got != want {
			t.Errorf("%q is %q", text, got)
		}
	}
}

func TestRtfLimits(t *testing.T) {
	for _, c := range []struct{ name, raw, says string }{
		{"groups", `{\rtf1 ` + strings.Repeat("{", 1000), "400 groups"},
		{"lines", `{\rtf1 ` + strings.Repeat(`x\par `, extract.MaxBlocks+2), "1000000 paragraphs"},
		{"no text", `{\rtf1 {\pict 00}}`, "no text"},
		{"another file", `text`, "damaged"},
	} {
		if _, err := Rtf([]byte(c.raw)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func FuzzRtf(f *testing.F) {
	fuzz(f, "rtf", Rtf, []byte(`{\rtf1{\fonttbl{\f0\fcharset2 Symbol;}}\f0 a\'b3\trowd\intbl x\cell\row{\footnote{\shptxt a}\v b}\u-10179?\bin3 {{{`),
		[]byte(`{\rtf1{\upr{a}{\*\ud{\ud b}}}{\listtext 1.}\nestcell\nestrow\row\cell}`))
}
