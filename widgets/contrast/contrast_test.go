package contrast

import (
	"image/color"
	"math"
	"testing"
)

func TestRatio(t *testing.T) {
	grey := func(v uint8) color.NRGBA { return color.NRGBA{v, v, v, 0xFF} }
	for _, test := range []struct {
		a, b color.NRGBA
		want float64
	}{
		{grey(0), grey(255), 21}, {grey(255), grey(255), 1}, {grey(0x76), grey(255), 4.54}, {grey(0x77), grey(255), 4.48},
		{color.NRGBA{0xFF, 0, 0, 0xFF}, grey(255), 4.00}, {color.NRGBA{0, 0, 0xFF, 0xFF}, grey(255), 8.59}, {grey(10), grey(0), 1.06},
	} {
		if got := Ratio(test.a, test.b); math.Abs(got-test.want) > 0.005 || got != Ratio(test.b, test.a) {
			t.Errorf("%v on %v: %.3f, want %.2f", test.a, test.b, got, test.want)
		}
	}
}
