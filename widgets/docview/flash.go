package docview

import (
	"time"

	"factmark/widgets/docview/layout"
)

const (
	flashSteps = 3
	flashStep  = 160 * time.Millisecond
	flashAlpha = 72 // of 255, at its strongest
)

// flash is a range that is lit for a moment: left steps from full strength to nothing.
type flash struct {
	layout.Range
	left int
	id   int
}

// Flash lights up a range for about half a second.
func (v *View) Flash(start, end int) {
	v.flash = flash{Range: v.bytes(start, end), left: flashSteps, id: v.flash.id + 1}
	v.remark()
	id := v.flash.id
	var dim func()
	dim = func() {
		if id != v.flash.id || v.flash.left == 0 {
			return
		}
		v.flash.left--
		v.remark()
		if v.flash.left > 0 {
			v.After(flashStep, dim)
		}
	}
	v.After(flashStep, dim)
}
