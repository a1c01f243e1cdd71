package dialogs

import (
	"fyne.io/fyne/v2"

	"factmark/app/profile"
	"factmark/widgets/docview"
)

// Typography is how the texts of documents are set, as a view wants it.
func (h *Host) Typography() docview.Typography {
	r := h.Reading
	t := docview.Typography{Size: r.Size, LineHeight: r.LineHeight, Columns: r.Columns}
	switch r.Font {
	case profile.Sans:
	case profile.Serif:
		t.Font = docview.Serif
	default:
		t.Font = h.readingFont // nil until it is read
	}
	return t
}

// UseReading has texts set in another way from now on. A font of the system is read first; done is called when it is there,
// or at once, with the error where it cannot be read: the font is that of the window then.
func (h *Host) UseReading(r profile.Reading, done func(error)) {
	r = r.Bounded()
	current := h.readings.Ask()
	if r.Font == profile.Sans || r.Font == profile.Serif || h.readingFont != nil && r.Font == h.Reading.Font {
		h.Reading = r
		done(nil)
		return
	}
	h.Back.Go(func() {
		var font fyne.Resource
		font, err := docview.FamilyFont(r.Font)
		h.Back.OnUI(func() {
			if current() {
				h.Reading, h.readingFont = r, font
				done(err)
			}
		})
	})
}
