package claims

import (
	"context"
	"fmt"
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

// labelsDialog is the window of the label set: the labels in their order, and a form for the one that is chosen. What is
// typed into forms is saved with the button Save, in one action; what the other buttons do is done at once.
type labelsDialog struct {
	*ClaimDialogs
	model   *workspace.Workspace
	dialog  *dialogs.OpenModal
	problem *dialogs.FormProblem
	drafts  *dialogs.DraftForm

	list   *dialogs.RowList
	listed []store.Label // as the list shows them: the workspace's, then a new one
	forms  map[string]*labelForm
	shown  *labelForm      // of the chosen label
	place  *fyne.Container // where that stands
	scroll *container.Scroll
	uses   map[string]store.LabelUse // nil where they are not known, or would tell what a blind review hides
	asked  workspace.Latest

	up, down, merge, retire, remove *dialogs.KeyButton
}

// ShowLabels opens the window of the label set. During a review it is only read, since undo belongs to the review then.
func (d *ClaimDialogs) ShowLabels() {
	if d.Workspace.Reviewing {
		d.readLabels()
		return
	}
	w := &labelsDialog{ClaimDialogs: d, model: d.Workspace, problem: d.NewFormProblem(2), forms: make(map[string]*labelForm),
		drafts: dialogs.NewDraftForm(d.Workspace, workspace.FormLabels, ""), place: container.NewStack()}
	w.list = dialogs.NewRowList(func() int { return len(w.listed) }, func() fyne.CanvasObject {
		row := chip.New("", "", dialogs.Rgb(0), dialogs.Rgb(0), nil)
		row.OnKey = func(name fyne.KeyName) bool {
			w.list.TypedKey(&fyne.KeyEvent{Name: name})
			return true
		}
		return row
	}, w.fillRow, w.choose, w.listKey)
	w.list.HideSeparators = true
	w.list.OnShortcut = w.listShortcut
	w.scroll = container.NewVScroll(w.place)
	room := d.Win.Canvas().Size()
	w.scroll.SetMinSize(fyne.NewSize(max(300, min(540, room.Width-350)), max(150, min(460, room.Height-240))))
	button := func(text string, do func()) *dialogs.KeyButton { return dialogs.NewKeyButton(text, d.ModalKey, do) }
	w.up, w.down = button(locale.T("Move up"), func() { w.move(-1) }), button(locale.T("Move down"), func() { w.move(+1) })
	w.merge, w.retire, w.remove = button(locale.T("Merge…"), w.askMerge), button(locale.T("Retire"), w.retireChosen), button(locale.T("Delete"), w.deleteChosen)
	space := canvas.NewRectangle(color.Transparent)
	space.SetMinSize(fyne.NewSize(240, 80))
	left := container.NewBorder(nil, container.NewVBox(container.NewGridWithColumns(2, w.up, w.down), container.NewGridWithColumns(3, w.merge, w.retire, w.remove)), nil, nil,
		container.NewStack(space, w.list.Framed()))
	sets := container.NewHBox(button(locale.T("Ready-made sets…"), w.askReadySet), button(locale.T("Open set…"), w.askOpenSet), button(locale.T("Save as set…"), w.askSaveSet))
	w.listed = w.rows()
	for _, draft := range d.Workspace.Drafts.Of(workspace.FormLabels, "") { // they are to be filled in, and saved
		id, _, _ := strings.Cut(draft.Field, " ")
		if i := slices.IndexFunc(w.listed, func(l store.Label) bool { return l.ID == id }); i >= 0 {
			w.form(w.listed[i])
		}
	}
	first := w.firstRow()
	w.dialog = d.ShowModal(dialogs.Modal{Title: locale.T("Labels"), Confirm: locale.T("Save"), Cancel: locale.T("Cancel"), Width: 560, Focus: w.form(w.listed[first]).name, Scroll: w.scroll,
		Content: container.NewBorder(nil, container.NewVBox(w.problem.Body, sets), left, nil, w.scroll),
		Form:    w.drafts, Saves: true, TypedInto: func() bool { return len(w.edited()) > 0 },
		OnConfirm: w.save, OnClose: func() {
			d.labels = nil
			w.asked.Ask()
		}})
	d.labels = w
	w.list.Select(first)
	d.Win.Canvas().Focus(w.dialog.Focus) // the form is on screen only now
	w.count()
}

// rows are the labels in their order, then a new one.
func (w *labelsDialog) rows() []store.Label {
	return append(slices.Clone(w.model.Labels), store.Label{Meaning: "none"})
}

// firstRow is the row that is chosen at first: one with a draft, otherwise that of a new label.
func (w *labelsDialog) firstRow() int {
	for i, l := range w.listed {
		if f := w.forms[l.ID]; f != nil && f.edited() {
			return i
		}
	}
	return len(w.listed) - 1
}

// form gives the form of a label, and makes it where there is none yet.
func (w *labelsDialog) form(l store.Label) *labelForm {
	if w.forms[l.ID] == nil {
		w.forms[l.ID] = w.newForm(l)
	}
	return w.forms[l.ID]
}

// groups are the groups that labels have, in their order.
func (w *labelsDialog) groups() (all []string) {
	for _, l := range w.model.Labels {
		if l.Group != "" && !slices.Contains(all, l.Group) {
			all = append(all, l.Group)
		}
	}
	return all
}

func (w *labelsDialog) keyHint(l store.Label) string {
	switch {
	case l.ID == "":
		return locale.T("Chosen automatically")
	case l.Retired:
		return locale.T("None: the label is retired")
	}
	return locale.T("None")
}

func (w *labelsDialog) colourHint(l store.Label) string {
	if l.ID == "" {
		return locale.T("Chosen automatically")
	}
	return "#RRGGBB"
}

// fillRow shows a label in a row of the list: its key, its name, and how many claims it has.
func (w *labelsDialog) fillRow(i int, o fyne.CanvasObject) {
	row, l := o.(*chip.Chip), w.listed[i]
	row.Letter, row.Text, row.Count = dialogs.Badge(l), dialogs.VisualOrder(format.NameLine(l.Name)), ""
	row.Light, row.Dark = dialogs.Colours(l)
	switch {
	case l.ID == "":
		row.Letter, row.Text = "+", locale.T("New label")
	case l.Retired:
		row.Text = locale.T("{{.Label}} (retired)", "Label", row.Text)
	}
	if w.uses != nil && l.ID != "" {
		row.Count = format.Thousands(w.uses[l.ID].Claims)
	}
	row.Selected = i == w.list.Chosen
	row.OnTapped = func() {
		w.list.Select(i)
		w.Win.Canvas().Focus(w.list)
	}
	row.Refresh()
}

// listKey acts on a key in the list that moves nothing.
func (w *labelsDialog) listKey(name fyne.KeyName) bool {
	if name == fyne.KeyDelete || name == fyne.KeyBackspace {
		w.deleteChosen()
		return true
	}
	return w.ModalKey(name)
}

// listShortcut moves the chosen label with Ctrl and an arrow key.
func (w *labelsDialog) listShortcut(s fyne.Shortcut) {
	custom, is := s.(*desktop.CustomShortcut)
	if !is || custom.Modifier != fyne.KeyModifierShortcutDefault && custom.Modifier != fyne.KeyModifierControl {
		return
	}
	switch custom.KeyName {
	case fyne.KeyUp:
		w.move(-1)
	case fyne.KeyDown:
		w.move(+1)
	}
}

func (w *labelsDialog) chosen() store.Label {
	if i := w.list.Chosen; i >= 0 && i < len(w.listed) {
		return w.listed[i]
	}
	return store.Label{}
}

// choose shows the form of a label.
func (w *labelsDialog) choose(i int) {
	f := w.form(w.listed[i])
	if before := w.shown; before != nil && before != f {
		if before.focused() {
			defer w.Win.Canvas().Focus(f.name)
		}
		w.dialog.Said.SetText("") // it was said of the other one, or of how this one was
	}
	w.shown = f
	w.place.Objects = []fyne.CanvasObject{f.body}
	w.place.Refresh()
	w.scroll.ScrollToTop()
	f.changed()
	w.list.Refresh()
	w.allow()
}

// allow lets the buttons be pressed that mean something for the chosen label.
func (w *labelsDialog) allow() {
	l, i := w.chosen(), w.list.Chosen
	there, own := l.ID != "", l.ID != "" && !store.IsBuiltIn(l.ID)
	for button, yes := range map[*dialogs.KeyButton]bool{w.up: there && i > 0, w.down: there && i < len(w.listed)-2, w.merge: own, w.retire: there, w.remove: own} {
		if yes {
			button.Enable()
		} else {
			button.Disable()
		}
	}
	w.retire.SetText(locale.T("Retire"))
	if l.Retired {
		w.retire.SetText(locale.T("Restore"))
	}
}

// LabelsChanged tells the window of the label set, where it is open, that the labels of the workspace have changed: by
// one of its buttons, by undo, in another program.
func (d *ClaimDialogs) LabelsChanged() {
	w := d.labels
	if w == nil || w.model != d.Workspace {
		return
	}
	before := w.chosen().ID
	for id, f := range w.forms {
		if id != "" && !f.edited() {
			delete(w.forms, id) // made anew when it is shown
		}
	}
	w.listed = w.rows()
	at := slices.IndexFunc(w.listed, func(l store.Label) bool { return l.ID == before })
	w.list.UnselectAll()
	w.list.Select(max(0, at))
	w.count()
}

// count counts the claims of the labels, away from the interface thread.
func (w *labelsDialog) count() {
	if w.model.BlindVisibility() != nil {
		return
	}
	current := w.asked.Ask()
	w.model.Back.Go(func() {
		uses, err := w.model.Store.LabelUses(w.model.Ctx)
		w.model.Back.OnUI(func() {
			if err == nil && current() {
				w.uses = uses
				w.list.Refresh()
			}
		})
	})
}

// edited are the forms into which something was typed, in the order of the labels.
func (w *labelsDialog) edited() (all []*labelForm) {
	for _, l := range w.listed {
		if f := w.forms[l.ID]; f != nil && f.edited() {
			all = append(all, f)
		}
	}
	return all
}

// save saves what was typed in one action, unless something stands against it.
func (w *labelsDialog) save() bool {
	var changed []store.Label
	var fields []string
	if f := w.forms[w.chosen().ID]; f != nil && f.stored.ID != "" && store.NameKey(f.name.Text) == "" {
		return w.problem.At(f.name, locale.T("Enter a name for the label."))
	}
	for _, f := range w.edited() {
		field, say := f.against()
		l := f.wanted()
		if say == "" {
			field, say = f.name, w.nameTaken(f, l)
		}
		if say != "" {
			w.list.Select(slices.IndexFunc(w.listed, func(l store.Label) bool { return l.ID == f.stored.ID }))
			return w.problem.At(field, say)
		}
		changed = append(changed, l)
		fields = append(fields, f.draftNames()...)
	}
	if len(changed) == 0 {
		return true
	}
	name := fmt.Sprintf("Edit %d labels", len(changed)) // as it is kept; what shows it translates it
	switch {
	case len(changed) > 1:
	case changed[0].ID == "":
		name = "Add label " + changed[0].Name
	default:
		name = "Edit label " + changed[0].Name
	}
	changed = w.swapKeys(changed)
	w.model.Writes.Perform(workspace.PendingWrite{Name: name, Write: w.model.Drafts.Saving(w.drafts.Take(fields...), func(ctx context.Context) error {
		_, err := w.model.Store.SaveLabels(ctx, name, changed...)
		return err
	})})
	return true
}

// nameTaken says that another label is called as this one is to be, "" where none is.
func (w *labelsDialog) nameTaken(f *labelForm, l store.Label) string {
	for _, other := range w.listed {
		if other.ID == f.stored.ID {
			continue
		}
		name := other.Name
		if form := w.forms[other.ID]; form != nil && form.edited() {
			name = form.wanted().Name
		}
		renamed := l.Name != f.stored.Name || name != other.Name // an earlier version let two have one name
		if name != "" && renamed && store.SameLabelName(l.Name, name) {
			return locale.T("There is already a label named {{.Label}}.", "Label", l.Name)
		}
	}
	return ""
}

// swapKeys gives a label whose key another one takes the key that the other one gives up.
func (w *labelsDialog) swapKeys(changed []store.Label) []store.Label {
	for _, l := range slices.Clone(changed) {
		free := ""
		if i := w.model.LabelIndex(l.ID); l.ID != "" && i >= 0 {
			free = w.model.Labels[i].Key
		}
		for _, other := range w.model.Labels {
			if l.Key == "" || other.ID == l.ID || !strings.EqualFold(other.Key, l.Key) {
				continue
			}
			i := slices.IndexFunc(changed, func(c store.Label) bool { return c.ID == other.ID })
			if i < 0 {
				changed, i = append(changed, other), len(changed)
			}
			if strings.EqualFold(changed[i].Key, l.Key) {
				changed[i].Key = free
			}
		}
	}
	return changed
}

// perform writes what a button does, at once.
func (w *labelsDialog) perform(name string, write func(context.Context) error) {
	w.model.Writes.Perform(workspace.PendingWrite{Name: name, Write: write})
}

// move moves the chosen label up or down in the order.
func (w *labelsDialog) move(by int) {
	i := w.list.Chosen
	to := i + by
	if i < 0 || w.listed[i].ID == "" || to < 0 || to >= len(w.listed)-1 {
		return
	}
	var ids []string
	for _, l := range w.listed[:len(w.listed)-1] {
		ids = append(ids, l.ID)
	}
	ids[i], ids[to] = ids[to], ids[i]
	w.perform(locale.T("Reorder labels"), func(ctx context.Context) error { return w.model.Store.ReorderLabels(ctx, ids...) })
}

func (w *labelsDialog) retireChosen() {
	l := w.chosen()
	if l.ID == "" {
		return
	}
	name := locale.T("Retire label {{.Label}}", "Label", l.Name)
	if l.Retired {
		name = locale.T("Restore label {{.Label}}", "Label", l.Name)
	}
	w.perform(name, func(ctx context.Context) error { return w.model.Store.RetireLabel(ctx, l.ID, !l.Retired) })
}

// deleteChosen deletes the chosen label, where nothing uses it; else it says what to do.
func (w *labelsDialog) deleteChosen() {
	l := w.chosen()
	switch use := w.uses[l.ID]; {
	case l.ID == "":
	case store.IsBuiltIn(l.ID):
		w.ShowRemark(locale.T("Built-in labels can't be deleted, but can be retired."))
	case use.Claims > 0:
		w.ShowRemark(locale.N("{{.N}} claims have this label. Merge it with another label or retire it instead.", use.Claims))
	case use.Others > 0:
		w.ShowRemark(locale.T("Review decisions use this label. Merge it with another label or retire it instead."))
	default:
		w.perform(locale.T("Delete label {{.Label}}", "Label", l.Name), func(ctx context.Context) error { return w.model.Store.DeleteLabel(ctx, l.ID) })
	}
}

// askMerge asks into which label the chosen one is merged.
func (w *labelsDialog) askMerge() {
	from := w.chosen()
	if from.ID == "" || store.IsBuiltIn(from.ID) {
		return
	}
	name := dialogs.VisualOrder(format.Shorten(format.NameLine(from.Name), 40))
	said := locale.T("Its claims and review decisions get the label you choose, and “{{.Label}}” is removed. Evidence isn't changed. You can undo this.", "Label", name)
	if w.uses != nil {
		said = locale.N("Its {{.N}} claims, and the review decisions that use it, get the label you choose, and “{{.Label}}” is removed. Evidence isn't changed. You can undo this.", w.uses[from.ID].Claims, "Label", name)
	}
	find := dialogs.Finder[store.Label]{
		All:   slices.DeleteFunc(w.model.OfferedLabels(), func(l store.Label) bool { return l.ID == from.ID }),
		Words: func(l store.Label) string { return l.Name + " " + l.Group },
		Fill: func(row *chip.Chip, l store.Label) {
			row.Letter, row.Text = dialogs.Badge(l), dialogs.VisualOrder(format.OneLine(l.Name))
			row.Light, row.Dark = dialogs.Colours(l)
		},
		Accept: func(into store.Label) {
			w.PerformLong(locale.T("Merging labels"), workspace.PendingWrite{Name: locale.T("Merge label {{.Label}} into {{.Other}}", "Label", from.Name, "Other", into.Name)},
				func(ctx context.Context, _ func(done, total int)) error {
					_, err := w.model.Store.MergeLabels(ctx, from.ID, into.ID)
					return err
				})
		},
	}
	find.Open(w.Host, dialogs.Modal{Title: locale.T("Merge “{{.Label}}” into", "Label", name), Confirm: locale.T("Merge"), Cancel: locale.T("Cancel"), Width: 420, Content: dialogs.Wrapped(said)}, locale.T("Find a label"), 0)
}

// readLabels shows the labels for reading.
func (d *ClaimDialogs) readLabels() {
	rows := container.NewVBox()
	for _, l := range d.Workspace.Labels {
		var said []string
		if l.Meaning != "none" {
			said = append(said, locale.T("meaning: {{.Meaning}}", "Meaning", meaningName(l.Meaning)))
		}
		if l.Group != "" {
			said = append(said, format.Shorten(format.NameLine(l.Group), 40))
		}
		if l.Rating > 0 {
			said = append(said, locale.T("rating {{.Rating}}", "Rating", l.Rating))
		}
		if l.Retired {
			said = append(said, locale.T("retired"))
		}
		rows.Add(container.NewHBox(labelChip(l), dialogs.Small(strings.Join(said, " · "))))
	}
	scroll := container.NewScroll(rows)
	room := d.Win.Canvas().Size()
	scroll.SetMinSize(fyne.NewSize(min(520, room.Width-80), min(rows.MinSize().Height, room.Height-200)))
	note := dialogs.Small(locale.T("To change labels, pause or end the review."))
	d.ShowModal(dialogs.Modal{Title: locale.T("Labels"), Width: 520, Confirm: locale.T("Close"), Content: container.NewBorder(nil, note, nil, nil, scroll), Scroll: scroll})
}
