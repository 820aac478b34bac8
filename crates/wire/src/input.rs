//! How the objects that clients send are read.
//!
//! - A key that is absent, or `null`, leaves the field as it is: empty where the thing is made, untouched where
//!   it is changed. A field that must tell "absent" from "empty" is an `Option`.
//! - Keys match in any case (ASCII), the last of several counts, unknown ones are ignored.
//! - `null` in place of the object is an empty object. A value of a wrong type is an error.
//! - Ids stay texts: an ill-formed one has its own answer in the operation that looks at it.
//!
//! The types are declared with `input!`, which is private to this crate.

/// Declares structs that are read by the rules above, with every field public and a `Default`.
macro_rules! input {
    ($(
        $(#[$doc:meta])*
        pub struct $name:ident {
            $($(#[$field_doc:meta])* pub $field:ident: $type:ty $(as $key:literal)?,)*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;

                impl<'de> serde::de::Visitor<'de> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_unit<E>(self) -> Result<$name, E> {
                        Ok($name::default())
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        let mut value = $name::default();
                        while let Some(key) = map.next_key::<$crate::input::Key<'de>>()? {
                            $(
                                let name = $crate::input::key!($field $($key)?);
                                if key.is(name) {
                                    if let Some(given) = map.next_value::<Option<$type>>()? {
                                        value.$field = given;
                                    }
                                    continue;
                                }
                            )*
                            map.next_value::<serde::de::IgnoredAny>()?;
                        }
                        Ok(value)
                    }
                }

                deserializer.deserialize_any(Visitor)
            }
        }
    )*};
}

macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

pub(crate) use {input, key};

/// A key of an object, borrowed from the text where it has no escapes.
pub(crate) struct Key<'de>(std::borrow::Cow<'de, str>);

impl Key<'_> {
    pub(crate) fn is(&self, name: &str) -> bool {
        self.0.eq_ignore_ascii_case(name)
    }
}

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(key.into()))
            }

            fn visit_str<E>(self, key: &str) -> Result<Key<'de>, E> {
                Ok(Key(key.to_owned().into()))
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use crate::json;

    input! {
        /// A thing to make.
        pub struct Thing {
            pub name: String,
            pub kind: Option<String> as "type",
            pub count: i64,
            pub list: Option<Vec<String>>,
        }
    }

    fn read(text: &str) -> Result<Thing, json::Error> {
        json::read(text.as_bytes())
    }

    #[test]
    fn absent_and_null_leave_the_field() {
        assert_eq!(read("{}").unwrap(), Thing::default());
        assert_eq!(read("null").unwrap(), Thing::default());
        assert_eq!(read(r#"{"name":null,"type":null,"count":null,"list":null}"#).unwrap(), Thing::default());
        assert_eq!(read(r#"{"list":[]}"#).unwrap().list, Some(vec![]));
    }

    #[test]
    fn keys_match_in_any_case_and_the_last_counts() {
        let thing = read(r#"{"NAME":"a","Type":"x","name":"b","other":{"name":[1]},"count":7}"#).unwrap();
        assert_eq!(thing, Thing { name: "b".into(), kind: Some("x".into()), count: 7, list: None });
    }

    #[test]
    fn wrong_types_are_errors() {
        for text in
            [r#"{"name":5}"#, r#"{"count":"5"}"#, r#"{"count":1.5}"#, r#"{"list":"x"}"#, "[]", "\"x\"", "5"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
