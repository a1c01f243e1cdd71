package db

// Reference is a column that names a row of another table.
type Reference struct {
	From   *Table
	Column string
	To     string
	number int // as foreign_key_list counts them
}

// ReadReferences gives all columns that name rows of other tables.
func ReadReferences(q Querier) ([]Reference, error) {
	var all []Reference
	for _, t := range Evented {
		err := q.Each("SELECT id, \"from\", \"table\" FROM pragma_foreign_key_list(?)", []any{t.Name}, func(scan func(...any) error) error {
			r := Reference{From: t}
			err := scan(&r.number, &r.Column, &r.To)
			all = append(all, r)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// IsReferred reports whether any row refers to this one.
func IsReferred(q Querier, all []Reference, t *Table, id string) (bool, error) {
	for _, r := range all {
		if r.To != t.Name {
			continue
		}
		var used bool
		if _, err := q.One(`SELECT EXISTS (SELECT 1 FROM `+r.From.Name+` WHERE "`+r.Column+`" = ?)`, []any{id}, &used); err != nil || used {
			return used, err
		}
	}
	return false, nil
}

// KeyOf is the column by which a table is referred to.
func KeyOf(name string) string {
	if name == "texts" || name == "originals" {
		return "sha256"
	}
	return "id"
}
