package charts

import (
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2/theme"
)

var look = Look{
	Page: color.White, Ink: color.Black, Soft: color.Gray{90}, Grid: color.Gray{220},
	Series: []color.Color{color.RGBA{R: 200, A: 255}, color.RGBA{G: 160, A: 255}, color.RGBA{B: 200, A: 255}},
}

// painted counts the pixels of a colour in a part of an image.
func painted(img image.Image, part image.Rectangle, c color.Color) int {
	want := color.RGBAModel.Convert(c)
	n := 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if color.RGBAModel.Convert(img.At(x, y)) == want {
				n++
			}
		}
	}
	return n
}

func TestBarsAreAsHighAsTheirValues(t *testing.T) {
	look := look
	look.Font = theme.DefaultTextFont().Content()
	img, err := Bars(look, Frame{Width: 400, Height: 200, Scale: 2, X: []string{"Mon", "Tue", "Wed"}, Y: "claims"},
		Series{"Ada", []float64{10, 20, 0}}, Series{"Ben", []float64{0, 20, math.NaN()}})
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds().Dx() != 800 || img.Bounds().Dy() != 400 {
		t.Fatalf("the image is %v", img.Bounds())
	}
	all := image.Rect(0, 90, 800, 400) // without the legend
	ada, ben := painted(img, all, look.Series[0]), painted(img, all, look.Series[1])
	monday := painted(img, image.Rect(0, all.Min.Y, 348, all.Max.Y), look.Series[0])
	if ratio := float64(ada-monday) / float64(monday); ratio < 1.85 || ratio > 2.15 {
		t.Errorf("20 has %.2f times the area of 10", ratio)
	}
	if ratio := float64(ben) / float64(ada-monday); ratio < 0.95 || ratio > 1.05 {
		t.Errorf("Ben's 20 has %.2f times the area of Ada's", ratio)
	}
}

func TestALineStopsWhereThereIsNoValue(t *testing.T) {
	frame := Frame{Width: 400, Height: 200, Scale: 1, X: make([]string, 9)}
	values := []float64{.5, .5, .5, .5, .5, .5, .5, .5, .5}
	whole, err := Lines(look, frame, -1, 1, Series{"alpha", values})
	if err != nil {
		t.Fatal(err)
	}
	values[3], values[4], values[5] = math.NaN(), math.NaN(), math.NaN()
	gap, err := Lines(look, frame, -1, 1, Series{"alpha", values})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := painted(whole, whole.Bounds(), look.Series[0]), painted(gap, gap.Bounds(), look.Series[0]); b == 0 || float64(b) > 0.8*float64(a) {
		t.Errorf("%d pixels of a whole line, %d of one with a gap", a, b)
	}
}

func TestChartsOfNothing(t *testing.T) {
	for _, x := range [][]string{nil, {"one"}} {
		if _, err := Bars(look, Frame{Width: 300, Height: 100, Scale: 1, X: x}, Series{"none", make([]float64, len(x))}); err != nil {
			t.Error(err)
		}
		if _, err := Lines(look, Frame{Width: 300, Height: 100, Scale: 1, X: x}, 0, 1, Series{"none", nil}); err != nil {
			t.Error(err)
		}
	}
}
