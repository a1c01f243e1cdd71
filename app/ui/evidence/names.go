package evidence

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/evidence"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/widgets/chip"
)

// namesBetween stands between names that mean the same, in a row of the dialog.
const namesBetween = " = "

// noProposals says that nothing is offered.
var noProposals = locale.Mark("No more were found.")

// namesDialog is the table of names that mean the same: one row for each thing, its names in it.
type namesDialog struct {
	host    *dialogs.Host
	Dialog  *dialogs.OpenModal
	Rows    []*dialogs.KeyEntry
	list    *fyne.Container
	draft   *dialogs.DraftField
	stored  string
	problem *dialogs.FormProblem

	Told      *widget.Label // how far the documents are looked through
	Proposals *chip.Rows    // of names found in the documents
	proposed  []evidence.Name
	stop      context.CancelFunc
}

// ShowNames shows the names that mean the same, for the search of evidence; saved is called once others are kept.
func (d *EvidenceDialogs) ShowNames(saved func()) {
	model := d.Workspace
	model.Back.Go(func() {
		names, err := evidence.Names(model.Ctx, model.Store)
		model.Back.OnUI(func() {
			if err != nil {
				model.Fail(fmt.Errorf("reading the names that mean the same: %w", err))
				return
			}
			newNamesDialog(d.Host, names, saved)
		})
	})
}

func newNamesDialog(h *dialogs.Host, names []evidence.Name, saved func()) *namesDialog {
	model := h.Workspace
	n := &namesDialog{host: h, list: container.New(layout.NewCustomPaddedVBoxLayout(4)), stored: namesText(names), stop: func() {},
		Told: dialogs.Small(""), Proposals: chip.NewRows()}
	n.problem = h.NewFormProblem(1)
	n.fill(n.stored)
	add := dialogs.NewKeyButton(locale.T("Add a row"), h.ModalKey, func() { h.Win.Canvas().Focus(n.add("")) })
	drafts := dialogs.NewDraftForm(model, workspace.FormNames, "")
	n.draft = drafts.Add("names", locale.T("The equivalent names"), n.stored, n.fill, nil)
	n.Told.Importance = widget.LowImportance
	hint := dialogs.Wrapped(locale.T("Names of one thing stand in a row, with = between them. A search for evidence finds all of them by any."))
	hint.Importance = widget.LowImportance
	n.Dialog = h.ShowModal(dialogs.Modal{Title: locale.T("Equivalent names"), Confirm: locale.T("Save"), Cancel: locale.T("Cancel"), Width: 560, Focus: n.Rows[len(n.Rows)-1],
		Content: container.NewVBox(hint, n.list, container.NewHBox(add), n.problem.Body, dialogs.Section(locale.T("From “Long form (SHORT)” in the documents")), n.Told, n.Proposals),
		Form:    drafts, Saves: true, TypedInto: func() bool { return n.text() != n.stored },
		OnConfirm: func() bool {
			wanted, row, say := n.wanted()
			if say != "" {
				return n.problem.At(row, say)
			}
			typed := drafts.Take()
			model.Writes.Perform(workspace.PendingWrite{Name: locale.T("Equivalent names"), Write: model.Drafts.Saving(typed, func(ctx context.Context) error {
				return evidence.SetNames(ctx, model.Store, wanted)
			}), Done: func() {
				model.Notices.Send(locale.T("Names saved. Evidence is found by any of them."))
				saved()
			}})
			return true
		},
		OnClose: func() { n.stop() }})
	n.look()
	return n
}

// namesText is a table of names as text, a row in a line.
func namesText(names []evidence.Name) string {
	lines := make([]string, len(names))
	for i, same := range names {
		lines[i] = strings.Join(same, namesBetween)
	}
	return strings.Join(lines, "\n")
}

// splitNames gives the names of a row.
func splitNames(row string) (names evidence.Name) {
	for part := range strings.SplitSeq(row, "=") {
		if part = format.OneLine(part); part != "" && !slices.ContainsFunc(names, func(n string) bool { return format.Fold(n) == format.Fold(part) }) {
			names = append(names, part)
		}
	}
	return names
}

// text is what stands in the rows, without empty ones.
func (n *namesDialog) text() string {
	var lines []string
	for _, row := range n.Rows {
		if line := format.OneLine(row.Text); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// fill shows the rows of a text, with an empty one behind them.
func (n *namesDialog) fill(text string) {
	n.list.RemoveAll()
	n.Rows = nil
	for line := range strings.Lines(text) {
		n.add(strings.TrimSuffix(line, "\n"))
	}
	n.add("")
}

// add adds a row below the others.
func (n *namesDialog) add(text string) *dialogs.KeyEntry {
	entry := n.host.DetailEntry(text, locale.T("ISIS-K = ISKP = Islamic State Khorasan"))
	entry.OnChanged = func(string) { n.typed() }
	remove := dialogs.NewKeyButton(locale.T("Remove"), n.host.ModalKey, nil)
	remove.Importance = widget.LowImportance
	row := container.NewBorder(nil, nil, nil, remove, n.problem.Field(entry))
	remove.OnTapped = func() {
		at := slices.Index(n.Rows, entry)
		n.Rows = slices.Delete(n.Rows, at, at+1)
		n.list.Remove(row)
		if len(n.Rows) == 0 {
			n.add("")
		}
		n.typed()
		n.host.Win.Canvas().Focus(n.Rows[min(at, len(n.Rows)-1)])
	}
	n.Rows = append(n.Rows, entry)
	n.list.Add(row)
	return entry
}

// typed keeps a draft of what stands there, and leaves out of the proposals what does.
func (n *namesDialog) typed() {
	if n.draft != nil {
		n.draft.Typed(n.text())
	}
	n.showProposals()
}

// wanted are the names that the rows say, or what is wrong with one of them.
func (n *namesDialog) wanted() (all []evidence.Name, row *dialogs.KeyEntry, say string) {
	whose := map[string]bool{}
	for _, row := range n.Rows {
		names := splitNames(row.Text)
		switch len(names) {
		case 0:
			continue
		case 1:
			return nil, row, locale.T("A row needs at least two names, with = between them: ISIS-K = ISKP.")
		}
		for _, name := range names {
			folded := format.Fold(name)
			if whose[folded] {
				return nil, row, locale.T("“{{.Name}}” stands in two rows. Put all of its names in one.", "Name", format.Shorten(name, 40))
			}
			whose[folded] = true
		}
		all = append(all, names)
	}
	return all, nil, ""
}

// look looks through the documents for names that are given together with what is short for them.
func (n *namesDialog) look() {
	model := n.host.Workspace
	ctx, stop := context.WithCancel(model.Ctx)
	n.stop = stop
	n.Told.SetText(locale.T("Looking through the documents…"))
	progress := n.host.Counting(n.Told)
	model.Back.Go(func() {
		defer stop()
		found, err := evidence.SuggestNames(ctx, model.Store, progress)
		model.Back.OnUI(func() {
			switch {
			case errors.Is(err, context.Canceled):
				return
			case err != nil:
				n.Told.SetText(locale.T("The documents could not be looked through: {{.Err}}", "Err", format.LowerFirst(workspace.Sentence(err))))
			default:
				n.Told.SetText("")
			}
			n.proposed = found
			n.showProposals()
		})
	})
}

// showProposals offers the names that were found and stand in no row yet.
func (n *namesDialog) showProposals() {
	known := map[string]bool{}
	for _, row := range n.Rows {
		for _, name := range splitNames(row.Text) {
			known[format.Fold(name)] = true
		}
	}
	n.Proposals.Box.RemoveAll()
	for _, same := range n.proposed {
		if !slices.ContainsFunc(same, func(name string) bool { return !known[format.Fold(name)] }) {
			continue
		}
		words := strings.Join(same, namesBetween)
		c := chip.New("+", format.NameLine(words), dialogs.Rgb(0x6B7280), dialogs.Rgb(0x9CA3AF), func() { n.accept(same) })
		c.Selected, c.OnKey = true, n.host.ModalKey
		n.Proposals.Box.Add(c)
	}
	switch none := len(n.Proposals.Box.Objects) == 0; {
	case none && n.Told.Text == "":
		n.Told.SetText(locale.T(noProposals))
	case !none && n.Told.Text == locale.T(noProposals): // a row was taken away
		n.Told.SetText("")
	}
	dialogs.SetVisible(n.Told, n.Told.Text != "")
	n.Proposals.Refresh()
}

// accept puts proposed names into the row that has one of them, or else into one of their own.
func (n *namesDialog) accept(same evidence.Name) {
	for _, row := range n.Rows {
		names := splitNames(row.Text)
		if slices.ContainsFunc(names, func(name string) bool {
			return slices.ContainsFunc(same, func(other string) bool { return format.Fold(name) == format.Fold(other) })
		}) {
			row.SetText(strings.Join(splitNames(strings.Join(append(names, same...), namesBetween)), namesBetween))
			return
		}
	}
	last := n.Rows[len(n.Rows)-1]
	if format.OneLine(last.Text) != "" {
		last = n.add("")
	}
	last.SetText(strings.Join(same, namesBetween))
}
