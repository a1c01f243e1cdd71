package matrix

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"testing"

	"factmark/store"
)

// TestThePicture compares pictures with those in testdata; what it saw instead is left in testdata/failed.
func TestThePicture(t *testing.T) {
	m := newMatrix(sample(), sampleLabels, false)
	var out bytes.Buffer
	if err := m.WritePNG(&out, "Who says what", nil, nil); err != nil {
		t.Fatal(err)
	}
	compare(t, "matrix.png", out.Bytes())

	dark := Look{Page: rgb(0x22262B), Ink: rgb(0xE6E3DD), Soft: rgb(0x9DA3AB), Grid: rgb(0x454B54), Support: rgb(0x56B4E9), Refute: rgb(0xF59E6C), Dark: true}
	d := NewDrawing(m, dark, 1)
	width, height := d.size()
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	d.paint(img, "Who says what")
	out.Reset()
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	compare(t, "matrix_dark.png", out.Bytes())
}

func compare(t *testing.T, name string, got []byte) {
	t.Helper()
	want, err := os.ReadFile(filepath.Join("testdata", name))
	if err == nil && samePicture(t, got, want) {
		return
	}
	failed := filepath.Join("testdata", "failed", name)
	if err := os.MkdirAll(filepath.Dir(failed), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(failed, got, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Errorf("the picture is not %s; see %s", name, failed)
}

// samePicture tells whether two pictures look the same: processors round differently.
func samePicture(t *testing.T, a, b []byte) bool {
	x, err := png.Decode(bytes.NewReader(a))
	y, err2 := png.Decode(bytes.NewReader(b))
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	if x.Bounds() != y.Bounds() {
		return false
	}
	near := func(p, q uint32) bool { return p>>8 <= q>>8+3 && q>>8 <= p>>8+3 }
	for v := range x.Bounds().Dy() {
		for u := range x.Bounds().Dx() {
			r, g, b, _ := x.At(u, v).RGBA()
			r2, g2, b2, _ := y.At(u, v).RGBA()
			if !near(r, r2) || !near(g, g2) || !near(b, b2) {
				return false
			}
		}
	}
	return true
}

// A picture drawn in strips is the one drawn at once.
func TestStripsAreThePicture(t *testing.T) {
	d := NewDrawing(newMatrix(sample(), sampleLabels, false), Light(), 2)
	width, height := d.size()
	if height < 2*stripHeight {
		t.Fatalf("a picture of %d pixels is no test of strips", height)
	}
	bounds := image.Rect(0, 0, width, height)
	whole := image.NewRGBA(bounds)
	d.paint(whole, "Title")
	parts := &strips{drawing: d, title: "Title", bounds: bounds}
	for y := range height {
		for x := y % 9; x < width; x += 9 {
			if got, want := parts.At(x, y), whole.RGBAAt(x, y); got != color.Color(want) {
				t.Fatalf("at %d, %d the strip is %v, the whole %v", x, y, got, want)
			}
		}
	}
}

func TestTooLargeForAPicture(t *testing.T) {
	data := store.Matrix{}
	for i := range 2000 {
		data.Documents = append(data.Documents, store.MatrixDocument{ID: fmt.Sprint(i), Title: "Document"})
		data.Claims = append(data.Claims, store.MatrixClaim{ID: fmt.Sprint(i), DocumentID: fmt.Sprint(i), Quote: "A quote."})
	}
	if err := newMatrix(data, nil, false).WritePNG(io.Discard, "Title", nil, nil); !errors.Is(err, ErrTooLarge) {
		t.Errorf("2000 by 2000: %v", err)
	}
	data.Claims = data.Claims[:4]
	data.Documents = data.Documents[:700] // too wide at twice the measures
	var out bytes.Buffer
	if err := newMatrix(data, nil, true).WritePNG(&out, "Title", nil, nil); err != nil {
		t.Fatal(err)
	}
	if config, err := png.DecodeConfig(&out); err != nil || config.Width < 700*ColumnWidth || config.Width > 701*ColumnWidth+RowHead+300 {
		t.Errorf("a wide picture is of %d pixels, %v", config.Width, err)
	}
}

// A text takes the lines that it is given and no more room, whatever it is written in.
func TestTextStaysWithinItsRoom(t *testing.T) {
	l := newLettering(nil, nil)
	for _, text := range []string{
		"A short one", "A long text of many words that has no room on two lines of so small a width", "Unbreakablewordthatislongerthanaline",
		"הנמל נסגר בשנת 2023 ונפתח מחדש", "mixed הנמל text 2023", "漢字の文章はここにある", "\x00\ufffd", "👨‍👩‍👧", " ", "",
	} {
		for most := 1; most <= 3; most++ {
			lines := l.lines(typed{text, 14, 100, false, most})
			if len(lines) > most || len(lines) == 0 && text != "" {
				t.Errorf("%q has %d lines of %d", text, len(lines), most)
			}
			for _, line := range lines {
				if line.width > 101 {
					t.Errorf("%q is %.1f wide", text, line.width)
				}
			}
		}
	}
	if rtl := l.lines(typed{"הנמל", 14, 100, false, 1}); !rtl[0].right {
		t.Error("Hebrew is not written from right to left")
	}
}

func FuzzText(f *testing.F) {
	f.Add("A mixed הנמל text\u202e 2023…", 2)
	f.Add("\xff\u0301", 1)
	f.Fuzz(func(t *testing.T, text string, most int) {
		d := NewDrawing(newMatrix(store.Matrix{
			Documents: []store.MatrixDocument{{ID: "a", Title: text, Publisher: text}},
			Claims:    []store.MatrixClaim{{ID: "1", DocumentID: "a", Quote: text}},
		}, []store.Label{{Key: text, Light: text}}, false), Light(), 1)
		d.Prepare()
		d.paint(image.NewRGBA(image.Rect(0, 0, 400, 400)), text)
	})
}

func BenchmarkRows(b *testing.B) {
	d := NewDrawing(newMatrix(sample(), sampleLabels, false), Light(), 1)
	dst := image.NewRGBA(image.Rect(0, 0, 1200, 800))
	for b.Loop() { // what a screen of twelve rows and twenty columns takes
		for i := range 12 {
			d.Row(dst, i%4, image.Pt(0, i*RowHeight), RowHead)
			for j := range 20 {
				d.Cell(dst, i%4, j%5, image.Pt(RowHead+j*ColumnWidth, i*RowHeight))
			}
		}
	}
}
