package profile

import (
	"math"
	"testing"
)

func TestTheAppearanceIsKept(t *testing.T) {
	home(t)
	p := mustLoad(t)
	if p.HighContrast() || p.WindowScale() != 1 {
		t.Errorf("at first: high contrast %v, scale %v", p.HighContrast(), p.WindowScale())
	}
	if err := p.SetHighContrast(true); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ set, want float32 }{{1.5, 1.5}, {1.26, 1.3}, {2, 2}, {7, 2}, {0.2, 1}, {-3, 1}, {float32(math.NaN()), 1}} {
		if err := p.SetWindowScale(c.set); err != nil {
			t.Fatal(err)
		}
		if again := mustLoad(t); again.WindowScale() != c.want || !again.HighContrast() {
			t.Errorf("a scale of %v is read back as %v, high contrast as %v", c.set, again.WindowScale(), again.HighContrast())
		}
	}
}
