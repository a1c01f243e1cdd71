package locale

// Pseudo puts brackets around every text that comes through this package until the test ends, so that one without them is
// a text that nobody can translate.
func Pseudo(t interface{ Cleanup(func()) }) {
	before := current.Load()
	c := newCatalog("en")
	c.brackets = true
	current.Store(c)
	t.Cleanup(func() { current.Store(before) })
}
