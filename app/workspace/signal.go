package workspace

// Signal tells whoever listens that something in the workspace changed. It is used
// on the interface thread only.
type Signal[T any] struct{ listeners []func(T) }

// Listen has f called at every Send, after those that listened before.
func (s *Signal[T]) Listen(f func(T)) { s.listeners = append(s.listeners, f) }

// Send calls the listeners in turn, and returns when all have returned.
func (s *Signal[T]) Send(v T) {
	for _, f := range s.listeners {
		f(v)
	}
}
