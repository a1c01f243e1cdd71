package store

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// veil stands for an event in a blind package. An event's id begins with its
// time, and so the events of a claim would tell when it was labelled and which
// claims were labelled together. Who knows the event finds it by its veil.
// Veils come before all ids.
func veil(stamp string) string {
	sum := sha256.Sum256([]byte("veil\x00" + stamp))
	return "#" + hex.EncodeToString(sum[:16])
}

// veiled gives stamps that tell no times, in order.
func veiled(stamps stampList) stampList {
	all := make(stampList, len(stamps))
	for i, stamp := range stamps {
		if stamp != "" {
			stamp = veil(stamp)
		}
		all[i] = stamp
	}
	slices.Sort(all)
	return all
}
