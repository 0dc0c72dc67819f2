package org.assay.jobs.conf;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.assay.jobs.run.BadInput;
import org.jspecify.annotations.Nullable;

/**
 * One object of a plan. Its keys are taken one by one; what is left out comes from the reference,
 * what is wrong is noted and replaced from there so that reading goes on. At last {@link #close}
 * notes the keys that nobody took.
 */
final class Section implements AutoCloseable {

  private final Problems problems;
  private final ConfigObject given;
  private final ConfigObject reference;
  private final String path;
  private final SortedSet<String> known = new TreeSet<>();

  /**
   * Opens an object.
   *
   * @param reference the same object with every key
   * @param path of the object in the plan, such as {@code networks[0]}; empty for the plan itself
   */
  Section(Problems problems, ConfigObject given, ConfigObject reference, String path) {
    this.problems = problems;
    this.given = given;
    this.reference = reference;
    this.path = path;
  }

  /** Where this object stands. */
  Place place() {
    return problems.place(given.origin(), path);
  }

  /** Where the value of a key stands; the object where it has none. */
  Place place(String key) {
    ConfigValue value = given.get(key);
    return problems.place(value == null ? given.origin() : value.origin(), below(key));
  }

  private String below(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    ConfigValue value = given.get(key);
    return value != null && value.valueType() != ConfigValueType.NULL;
  }

  /** Makes a key known and gives what the reference says of it. */
  private ConfigValue take(String key) {
    known.add(key);
    ConfigValue value = reference.get(key);
    if (value == null) {
      throw new IllegalStateException("the reference has no key " + below(key));
    }
    return value;
  }

  /** The value of a key; null where neither the plan nor the reference has one. */
  <T> @Nullable T optional(String key, Function<String, T> parse) {
    ConfigValue otherwise = take(key);
    ConfigValue value = given.get(key);
    T parsed = value == null ? null : parsed(value, below(key), parse);
    return parsed != null || otherwise.valueType() == ConfigValueType.NULL
        ? parsed
        : parse.apply(text(otherwise));
  }

  /** The value of a key that has a default. */
  <T> T value(String key, Function<String, T> parse) {
    T value = optional(key, parse);
    if (value == null) {
      throw new IllegalStateException("the reference has no default of " + below(key));
    }
    return value;
  }

  /** The value of a key that has no default. */
  <T> T required(String key, Function<String, T> parse) {
    require(key);
    return value(key, parse);
  }

  private void require(String key) {
    if (!has(key)) {
      problems.add(place(), "%s is missing; write for example %s".formatted(key, example(key)));
    }
  }

  private String example(String key) {
    ConfigValue value = reference.get(key);
    return value instanceof ConfigList || value == null
        ? key + " = [...] as in conf/reference.conf"
        : key + " = " + value.render(ConfigRenderOptions.concise());
  }

  /** The values of a list, or of a single value. */
  <T> List<T> list(String key, Function<String, T> parse) {
    ConfigValue otherwise = take(key);
    ConfigValue value = given.get(key);
    List<T> list = new ArrayList<>();
    for (Element element : elements(value == null ? otherwise : value, below(key))) {
      T parsed = parsed(element.value(), element.path(), parse);
      if (parsed != null) {
        list.add(parsed);
      }
    }
    return list;
  }

  /** Texts of a list with the place of each. */
  <T> List<T> placed(String key, BiFunction<Place, String, T> parse) {
    take(key);
    List<T> list = new ArrayList<>();
    for (Element element : elements(given.get(key), below(key))) {
      Place place = problems.place(element.value().origin(), element.path());
      T parsed = parsed(element.value(), element.path(), text -> parse.apply(place, text));
      if (parsed != null) {
        list.add(parsed);
      }
    }
    return list;
  }

  /**
   * The objects of a list that must not be empty.
   *
   * @param name the key that a text instead of an object stands for
   * @param references the object with every key, for each object
   */
  <T> List<T> sections(
      String key,
      String name,
      Function<ConfigObject, ConfigObject> references,
      Function<Section, @Nullable T> read) {
    take(key);
    require(key);
    List<T> list = new ArrayList<>();
    List<Element> elements = elements(given.get(key), below(key));
    if (has(key) && elements.isEmpty()) {
      problems.add(place(key), "is empty; give at least one");
    }
    for (Element element : elements) {
      ConfigObject object = object(element, name);
      if (object != null) {
        try (Section section =
            new Section(problems, object, references.apply(object), element.path())) {
          T item = read.apply(section);
          if (item != null) {
            list.add(item);
          }
        }
      }
    }
    return list;
  }

  private @Nullable ConfigObject object(Element element, String name) {
    ConfigValue value = element.value();
    if (value instanceof ConfigObject object) {
      return object;
    }
    if (value.valueType() == ConfigValueType.STRING) {
      return value.atKey(name).root().withOrigin(value.origin());
    }
    problems.add(
        problems.place(value.origin(), element.path()),
        "write a text or an object { %s = ... }".formatted(name));
    return null;
  }

  /** An element of a list with its path. */
  private record Element(ConfigValue value, String path) {}

  private static List<Element> elements(@Nullable ConfigValue value, String path) {
    List<Element> elements = new ArrayList<>();
    if (value instanceof ConfigList list) {
      for (ConfigValue element : list) {
        elements.add(new Element(element, path + "[" + elements.size() + "]"));
      }
    } else if (value != null && value.valueType() != ConfigValueType.NULL) {
      elements.add(new Element(value, path));
    }
    return elements;
  }

  private <T> @Nullable T parsed(ConfigValue value, String at, Function<String, T> parse) {
    switch (value.valueType()) {
      case NULL:
        return null;
      case LIST, OBJECT:
        problems.add(
            problems.place(value.origin(), at), "write one value, not a list or an object");
        return null;
      default:
        String text = text(value);
        try {
          return parse.apply(text);
        } catch (BadInput | IllegalArgumentException e) {
          problems.add(problems.place(value.origin(), at), text + ": " + e.getMessage());
          return null;
        }
    }
  }

  private static String text(ConfigValue value) {
    return value.atKey("value").getString("value");
  }

  /** Notes the keys that are not known. */
  @Override
  public void close() {
    for (String key : given.keySet()) {
      if (!known.contains(key)) {
        problems.add(place(key), "is not known here; known are " + String.join(", ", known));
      }
    }
  }
}
