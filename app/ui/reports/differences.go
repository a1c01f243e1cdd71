package reports

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
	"factmark/app/locale"
	"factmark/app/review"
	"factmark/app/ui/dialogs"
)

// difference is a place where people differ, with the words that stand there.
type difference struct {
	review.Difference
	Quote string
}

// maxDifferences is how many are listed.
const maxDifferences = 1000

// listDifferences finds what lies behind a figure, and reads the quotes, away from the interface thread.
func (a *AgreementDialog) listDifferences(scope agreement.Scope, spans bool) {
	measured, chosen, model, said := a.asked.Unchanged(), a.choice.Ask(), a.model, a.said
	a.leave()
	ctx, stop := context.WithCancel(model.Ctx)
	a.leave = stop
	model.Back.Go(func() {
		defer stop()
		found, all, err := said.Differences(ctx, scope, spans, maxDifferences)
		list := make([]difference, len(found))
		for i, f := range found {
			list[i].Difference = f
			if c, err := model.Store.Claim(model.Ctx, f.ClaimID); err == nil {
				list[i].Quote = format.OneLine(c.Quote)
			}
		}
		model.Back.OnUI(func() {
			if !measured() || !chosen() {
				return
			}
			if err != nil {
				if ctx.Err() == nil {
					model.Fail(fmt.Errorf("listing where people differ: %w", err))
				}
				return
			}
			a.Differs = list
			say := locale.N("{{.N}} differences.", len(list))
			switch {
			case len(list) == 0:
				say = locale.T("No differences.")
			case all > len(list):
				say = locale.T("The first {{.N}} of {{.All}} differences.", "N", locale.Number(len(list)), "All", locale.Number(all))
			}
			a.Told.SetText(a.Told.Text + " " + say)
			a.Differ.UnselectAll()
			a.Differ.ScrollToTop()
			a.Differ.Refresh()
		})
	})
}

// categoryName is what somebody said of a span, in the user's language where it is no label's name.
func categoryName(category string) string {
	switch category {
	case review.NothingHere:
		return locale.T("nothing marked")
	case review.NoLabelYet, "":
		return locale.T("No label")
	case review.SpanRejected:
		return locale.T("Rejected")
	}
	return category
}

func newDifferenceLine() fyne.CanvasObject {
	quote, said := dialogs.NewTextLine(false), widget.NewLabel("")
	said.Truncation = fyne.TextTruncateEllipsis
	said.SizeName = theme.SizeNameCaptionText
	said.Importance = widget.LowImportance
	return container.New(layout.NewCustomPaddedVBoxLayout(-14), quote, said)
}

func (a *AgreementDialog) fillDifference(i widget.ListItemID, line fyne.CanvasObject) {
	labels := line.(*fyne.Container).Objects
	d := a.Differs[i]
	labels[0].(*dialogs.Headline).SetText("“" + format.Shorten(d.Quote, 120) + "”")
	var said []string
	for _, s := range d.Said {
		said = append(said, s.Rater+": "+categoryName(s.Category))
	}
	labels[1].(*widget.Label).SetText(strings.Join(said, "  ·  "))
}

// visit leaves the dialog for a place where people differ.
func (a *AgreementDialog) visit(d difference) {
	a.Dialog.Close()
	if a.model.Document.ID == d.DocumentID {
		a.model.Choose(d.ClaimID, true)
	} else {
		a.model.Open(d.DocumentID, d.ClaimID)
	}
	a.host.FocusText()
}
