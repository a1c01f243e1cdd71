package profile

import "math"

// The scale of the whole window, its texts, distances and menus, over what the screen asks for.
const (
	MinWindowScale  = 1.0
	MaxWindowScale  = 2.0
	WindowScaleStep = 0.1 // the toolkit rounds scales to tenths
)

// HighContrast tells whether the window has colours of high contrast, in the chosen theme.
func (p *Profile) HighContrast() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.HighContrast
}

// SetHighContrast keeps whether the window has colours of high contrast.
func (p *Profile) SetHighContrast(yes bool) error {
	return p.change(func(d *data) { d.HighContrast = yes })
}

// WindowScale is the scale of the whole window, from MinWindowScale to MaxWindowScale in tenths.
func (p *Profile) WindowScale() float32 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.WindowScale
}

// SetWindowScale keeps a scale of the window, brought to the nearest one there is.
func (p *Profile) SetWindowScale(scale float32) error {
	return p.change(func(d *data) { d.WindowScale = NearestWindowScale(scale) })
}

// NearestWindowScale brings a scale within MinWindowScale and MaxWindowScale, in tenths; what is no number becomes 1.
func NearestWindowScale(scale float32) float32 {
	if !(scale >= MinWindowScale) {
		return MinWindowScale
	}
	return float32(math.Round(float64(min(scale, MaxWindowScale))*10) / 10)
}
