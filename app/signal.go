package app

// signal tells whoever listens that something on the desk changed. It is used
// on the interface thread only.
type signal[T any] struct{ listeners []func(T) }

func (s *signal[T]) listen(f func(T)) { s.listeners = append(s.listeners, f) }

func (s *signal[T]) send(v T) {
	for _, f := range s.listeners {
		f(v)
	}
}
