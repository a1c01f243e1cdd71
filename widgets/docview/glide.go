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

// glide goes the way that the wheel asked for. The eye keeps its line when the page moves by more than a line in several
// frames; what a touchpad sends is small enough to be followed at once.
type glide struct {
	after func(d time.Duration, f func())
	// scroll goes so many pixels, under the pointer, and says whether there was any way to go.
	scroll func(d float64, pointer fyne.Position) (moved bool)

	left    float64       // of the way, in pixels
	pointer fyne.Position // where it was last
	running bool
}

// by scrolls by pixels in several frames, the first at once, if they are no fewer than slow. More asked for meanwhile is
// added.
func (g *glide) by(d float64, pointer fyne.Position, slow float64) {
	g.left += d
	g.pointer = pointer
	if g.running {
		return
	}
	if math.Abs(d) < slow {
		g.scroll(d, pointer)
		g.left = 0
		return
	}
	g.running = true
	g.frame()
}

func (g *glide) frame() {
	step := g.left
	if math.Abs(step) > 2 {
		step = math.Round(step * glideShare)
	}
	g.left -= step
	if moved := g.scroll(step, g.pointer); g.left == 0 || !moved { // there, or at an end of the text
		g.left, g.running = 0, false
		return
	}
	g.after(glideFrame, func() {
		if g.left != 0 {
			g.frame()
		} else {
			g.running = false
		}
	})
}

// stop keeps the page where it is, because something else says where it has to be.
func (g *glide) stop() { g.left = 0 }
