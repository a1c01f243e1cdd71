package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
)

// made writes a PDF file of objects, the first of which is the catalog; trailer is added to its trailer.
func made(trailer string, objects ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return out.Bytes()
}

func stream(dictionary, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dictionary, len(data), data)
}

const helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"

// pagesOf makes a file of pages with these contents, in Helvetica as /F1; catalog and page are added to the dictionaries of
// the catalog and of each page, and info is the information dictionary.
func pagesOf(catalog, page, info string, contents ...string) []byte {
	objects := []string{"<</Type/Catalog/Pages 2 0 R" + catalog + ">>", "", helvetica, "<<" + info + ">>"}
	var kids []string
	for _, c := range contents {
		n := len(objects)
		kids = append(kids, fmt.Sprintf("%d 0 R", n+1))
		objects = append(objects, fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]%s/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>", page, n+2), stream("", c))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(contents), strings.Join(kids, " "))
	return made("/Info 4 0 R", objects...)
}

// shown is the content of a page that shows lines of text from a place downwards.
func shown(x, y int, lines ...string) string {
	return fmt.Sprintf("BT /F1 12 Tf 14 TL %d %d Td (%s) Tj ET\n", x, y, strings.Join(lines, ") Tj T* ("))
}

// bomb is a page whose content is megabytes of text in a file of kilobytes.
func bomb(megabytes int) []byte {
	text := strings.Repeat(shown(10, 10, "Hello world"), 20_000)
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	for written := 0; written < megabytes<<20; written += len(text) {
		_, _ = io.WriteString(z, text)
	}
	_ = z.Close()
	return made("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[4 0 R]/Count 1>>", helvetica,
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
		stream("/Filter/FlateDecode", packed.String()))
}

// doubling is a page whose form draws a form twice that draws a form twice, and so on.
func doubling(depth int) []byte {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[4 0 R]/Count 1>>", helvetica,
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</XObject<</X 6 0 R>>>>>>", stream("", "/X Do")}
	for i := range depth {
		content := "/X Do /X Do"
		if i == depth-1 {
			content = shown(10, 10, "Hello")
		}
		objects = append(objects, stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>/XObject<</X %d 0 R>>>>", len(objects)+2), content))
	}
	return made("", objects...)
}
