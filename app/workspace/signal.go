package workspace

// Signal tells whoever listens that something in the workspace changed. It is used
// on the interface thread only.
type Signal[T any] struct{ listeners []func(T) }

func (s *Signal[T]) Listen(f func(T)) { s.listeners = append(s.listeners, f) }

func (s *Signal[T]) Send(v T) {
	for _, f := range s.listeners {
		f(v)
	}
}
