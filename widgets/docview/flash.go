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
func (m *marking) Flash(start, end int) {
	m.flash = flash{Range: clusters(m.text, start, end), left: flashSteps, id: m.flash.id + 1}
	m.remark()
	id := m.flash.id
	var dim func()
	dim = func() {
		if id != m.flash.id || m.flash.left == 0 {
			return
		}
		m.flash.left--
		m.remark()
		if m.flash.left > 0 {
			m.after(flashStep, dim)
		}
	}
	m.after(flashStep, dim)
}
