package contrast

import (
	"image/color"
	"math"
	"testing"
)

// The pairs are from the table of test data that Sharma, Wu and Dalal published with the formula.
func TestCIEDE2000(t *testing.T) {
	for _, test := range []struct {
		p, q lab
		want float64
	}{
		{lab{50, 2.6772, -79.7751}, lab{50, 0, -82.7485}, 2.0425},
		{lab{50, 3.1571, -77.2803}, lab{50, 0, -82.7485}, 2.8615},
		{lab{50, 2.8361, -74.0200}, lab{50, 0, -82.7485}, 3.4412},
		{lab{50, -1.3802, -84.2814}, lab{50, 0, -82.7485}, 1.0000},
		{lab{50, 0, 0}, lab{50, -1, 2}, 2.3669},
		{lab{50, 2.4900, -0.0010}, lab{50, -2.4900, 0.0009}, 7.1792},
		{lab{50, 2.4900, -0.0010}, lab{50, -2.4900, 0.0011}, 7.2195},
		{lab{50, 2.5, 0}, lab{50, 0, -2.5}, 4.3065},
		{lab{50, 2.5, 0}, lab{73, 25, -18}, 27.1492},
		{lab{50, 2.5, 0}, lab{61, -5, 29}, 22.8977},
		{lab{50, 2.5, 0}, lab{56, -27, -3}, 31.9030},
		{lab{60.2574, -34.0099, 36.2677}, lab{60.4626, -34.1751, 39.4387}, 1.2644},
		{lab{2.0776, 0.0795, -1.1350}, lab{0.9033, -0.0636, -0.5514}, 0.9082},
	} {
		if got := ciede2000(test.p, test.q); math.Abs(got-test.want) > 0.00005 {
			t.Errorf("%v and %v are %.4f apart, want %.4f", test.p, test.q, got, test.want)
		}
		if got := ciede2000(test.q, test.p); math.Abs(got-test.want) > 0.00005 {
			t.Errorf("the other way %v and %v are %.4f apart, want %.4f", test.q, test.p, got, test.want)
		}
	}
	if got := Difference(color.NRGBA{0, 0, 0, 255}, color.NRGBA{255, 255, 255, 255}); math.Abs(got-100) > 0.01 {
		t.Errorf("black and white are %.3f apart", got)
	}
}

func TestSeen(t *testing.T) {
	red, green, blue := color.NRGBA{0xC0, 0x50, 0x30, 255}, color.NRGBA{0x6F, 0x7A, 0x30, 255}, color.NRGBA{0, 0, 0xFF, 255}
	for _, v := range []Vision{FullColour, Protanopia, Deuteranopia, Tritanopia} {
		for _, grey := range []uint8{0, 1, 100, 200, 255} {
			if c := Seen(color.NRGBA{grey, grey, grey, 255}, v); math.Abs(float64(c.R)-float64(grey)) > 1 || c.R != c.G && c.G != c.B {
				t.Errorf("with %v grey %d is %v", v, grey, c)
			}
		}
	}
	full, blind := Difference(red, green), Difference(Seen(red, Deuteranopia), Seen(green, Deuteranopia))
	if full < 3*blind {
		t.Errorf("red and green are %.1f apart, and %.1f to the green-blind", full, blind)
	}
	if c := Seen(blue, Tritanopia); int(c.B) > int(c.G)+160 {
		t.Errorf("to the blue-blind blue is %v", c)
	}
}
