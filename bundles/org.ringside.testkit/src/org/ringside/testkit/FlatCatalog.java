package org.ringside.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.catalog.Contribution;

/**
 * All contributions of the bundles on a flat class path: in tests and programs without OSGi, what the product finds in the
 * service registry.
 */
public final class FlatCatalog {

	private FlatCatalog() {
	}

	/**
	 * Looks through the folders of the class path for classes with {@link Contribution}.
	 *
	 * @param more contributions, of a test's own
	 */
	public static Catalog ofClassPath(Object... more) {
		Stream<Path> named = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of);
		// what starts tests may hide the class path in the manifest of a jar; this class is in the folder all the same
		Path own = Path.of(URI.create(FlatCatalog.class.getProtectionDomain().getCodeSource().getLocation().toString()));
		Stream<Object> found = Stream.concat(named, Stream.of(own)).map(path -> path.toAbsolutePath().normalize()).distinct()
				.filter(Files::isDirectory).flatMap(FlatCatalog::classes).filter(type -> type.isAnnotationPresent(Contribution.class) && !ofTest(type))
				.map(FlatCatalog::made);
		return Catalog.of(Stream.concat(found, Stream.of(more)).toArray());
	}

	private static Stream<? extends Class<?>> classes(Path root) {
		try (Stream<Path> files = Files.walk(root)) {
			List<? extends Class<?>> found = files.map(file -> root.relativize(file).toString())
					.filter(name -> name.startsWith("org" + File.separator + "ringside") && name.endsWith(".class"))
					.map(name -> type(name.substring(0, name.length() - ".class".length()).replace(File.separatorChar, '.'))).toList();
			return found.stream();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static Class<?> type(String name) {
		try {
			return Class.forName(name, false, FlatCatalog.class.getClassLoader());
		} catch (ClassNotFoundException | LinkageError e) {
			// it needs what is not on this class path, such as a window
			return Object.class;
		}
	}

	/** Tests make contributions of their own. */
	private static boolean ofTest(Class<?> type) {
		Class<?> outer = type.getNestHost();
		return Stream.of(outer.getDeclaredMethods()).anyMatch(method -> method.isAnnotationPresent(Test.class));
	}

	private static Object made(Class<?> type) {
		try {
			Constructor<?> constructor = type.getDeclaredConstructor();
			constructor.setAccessible(true);
			return constructor.newInstance();
		} catch (ReflectiveOperationException e) {
			throw new IllegalStateException(type + " cannot be made", e);
		}
	}
}
