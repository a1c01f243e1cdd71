package docview

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
)

const (
	glideFrame = 16 * time.Millisecond
	glideShare = 0.4 // of what is left, in each frame: nine tenths of the way in five frames
)

// glide is the rest of the way that the wheel asked for, in pixels. The eye keeps its line when the page moves by more
// than that in several frames; what a touchpad sends is small enough to be followed at once.
type glide struct {
	left    float64
	at      fyne.Position // the pointer's
	running bool
}

// glideBy scrolls by pixels in several frames, the first at once. More asked for meanwhile is added.
func (v *View) glideBy(d float64, pointer fyne.Position) {
	v.glide.left += d
	v.glide.at = pointer
	if v.glide.running {
		return
	}
	if math.Abs(d) < float64(v.metrics.row) {
		v.roll(d)
		v.glide.left = 0
		return
	}
	v.glide.running = true
	v.glideOn()
}

func (v *View) glideOn() {
	step := v.glide.left
	if math.Abs(step) > 2 {
		step = math.Round(step * glideShare)
	}
	v.glide.left -= step
	before := v.top
	v.roll(step)
	if v.glide.left == 0 || v.top == before { // there, or at an end of the text
		v.glide = glide{}
		return
	}
	v.After(glideFrame, func() {
		if v.glide.left != 0 && v.lines != nil {
			v.glideOn()
		} else {
			v.glide.running = false
		}
	})
}

// roll scrolls under the pointer, which is over something else then.
func (v *View) roll(d float64) {
	v.scrollBy(d)
	if v.pointer.dragged {
		v.follow()
	} else {
		v.pointTo(v.glide.at)
	}
}

// stopGliding keeps the page where it is, because something else says where it has to be.
func (v *View) stopGliding() { v.glide.left = 0 }
