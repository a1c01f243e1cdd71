package app

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/agreement"
	"factmark/app/format"
	"factmark/app/review"
)

// difference is a place where people differ, with the words that stand there.
type difference struct {
	review.Difference
	quote string
}

// maxDifferences is how many are listed.
const maxDifferences = 1000

// listDifferences finds what lies behind a figure, and reads the quotes, away from the interface thread.
func (a *agreementDialog) listDifferences(scope agreement.Scope, spans bool) {
	measured, chosen, d, said := a.asked.unchanged(), a.choice.ask(), a.desk, a.said
	a.leave()
	ctx, stop := context.WithCancel(d.ctx)
	a.leave = stop
	d.back.do(func() {
		defer stop()
		found, all, err := said.Differences(ctx, scope, spans, maxDifferences)
		list := make([]difference, len(found))
		for i, f := range found {
			list[i].Difference = f
			if c, err := d.store.Claim(d.ctx, f.ClaimID); err == nil {
				list[i].quote = format.OneLine(c.Quote)
			}
		}
		d.back.post(func() {
			if !measured() || !chosen() {
				return
			}
			if err != nil {
				if ctx.Err() == nil {
					d.fail(fmt.Errorf("listing where people differ: %w", err))
				}
				return
			}
			a.differs = list
			say := format.Plural(len(list), "difference") + "."
			switch {
			case len(list) == 0:
				say = "No differences."
			case all > len(list):
				say = "The first " + format.Thousands(len(list)) + " of " + format.Thousands(all) + " differences."
			}
			a.told.SetText(a.told.Text + " " + say)
			a.differ.UnselectAll()
			a.differ.ScrollToTop()
			a.differ.Refresh()
		})
	})
}

func newDifferenceLine() fyne.CanvasObject {
	quote, said := newTextLine(false), widget.NewLabel("")
	said.Truncation = fyne.TextTruncateEllipsis
	said.SizeName = theme.SizeNameCaptionText
	said.Importance = widget.LowImportance
	return container.New(layout.NewCustomPaddedVBoxLayout(-14), quote, said)
}

func (a *agreementDialog) fillDifference(i widget.ListItemID, line fyne.CanvasObject) {
	labels := line.(*fyne.Container).Objects
	d := a.differs[i]
	labels[0].(*headline).SetText("“" + format.Shorten(d.quote, 120) + "”")
	var said []string
	for _, s := range d.Said {
		said = append(said, s.Rater+": "+s.Category)
	}
	labels[1].(*widget.Label).SetText(strings.Join(said, "  ·  "))
}

// visit leaves the dialog for a place where people differ.
func (a *agreementDialog) visit(d difference) {
	a.dialog.close()
	if a.desk.document.ID == d.DocumentID {
		a.desk.choose(d.ClaimID, true)
	} else {
		a.desk.open(d.DocumentID, d.ClaimID)
	}
	a.window.focusText()
}
