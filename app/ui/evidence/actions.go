package evidence

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"

	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/widgets/chip"
)

// action is what can be done with a row by a key or by its button.
type action struct {
	sign        string // in a square of the colours, before the words
	words       string
	light, dark color.NRGBA
	on          bool     // it is so already
	keys        []string // by the names that the table of commands has for them
	do          func()
}

// buttons are the buttons of a row, nil for none. A button gives the keyboard to the list before it does what it is for: it
// may go with its row.
func (p *Pane) buttons(actions []action) fyne.CanvasObject {
	if len(actions) == 0 {
		return nil
	}
	rows := chip.NewRows()
	for _, a := range actions {
		c := chip.New(a.sign, a.words, a.light, a.dark, func() {
			p.Focus(p.List)
			a.do()
		})
		c.Selected, c.OnKey = a.on, p.buttonKey
		rows.Box.Add(c)
	}
	return rows
}

// plainAction is an action that is no stance, by its keys. Its button shows the first where that is a letter.
func plainAction(words string, do func(), keys ...string) action {
	light, dark := dialogs.StanceColours(store.StanceContext)
	a := action{words: words, light: light, dark: dark, keys: keys, do: do}
	if len(keys[0]) == 1 {
		a.sign = keys[0]
	}
	return a
}

// stanceActions are one action for each stance; one may be so now, else that is "".
func stanceActions(now store.Stance, do func(store.Stance)) (all []action) {
	for _, key := range []string{"+", "-", "="} {
		s, _ := dialogs.StanceOfKey(key)
		light, dark := dialogs.StanceColours(s)
		all = append(all, action{sign: dialogs.StanceSign(s), words: dialogs.StanceName(s), light: light, dark: dark, on: s == now, keys: []string{key}, do: func() { do(s) }})
	}
	return all
}

// keysOf acts on the keys of actions.
func keysOf(actions []action) func(key string) bool {
	return func(key string) bool {
		i := slices.IndexFunc(actions, func(a action) bool { return slices.Contains(a.keys, key) })
		if i >= 0 {
			actions[i].do()
		}
		return i >= 0
	}
}
