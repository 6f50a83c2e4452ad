package org.ringside.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the product that was built for Linux, to install into and to start. */
final class ProductCopy {
	private static final Path LINUX = ProductTest.TARGET.resolve("products/org.ringside.product/linux/gtk/x86_64/ringside");
	private static final String BUNDLES = "configuration/org.eclipse.equinox.simpleconfigurator/bundles.info";

	private final Path folder;

	/** Copies it to a folder that does not exist yet. */
	ProductCopy(Path folder) throws IOException {
		this.folder = copy(LINUX, folder);
	}

	/** Starts it with these arguments and no input, at home beside the copy. */
	Commands.Outcome ringside(String... arguments) throws IOException {
		return Commands.in(folder.getParent()).with("HOME", folder.getParent().toString()).with("RINGSIDE_JAVA", Commands.JAVA)
				.run(Commands.join(new String[] { folder.resolve("ringside").toString() }, arguments));
	}

	/** The bundles that it is made of, as p2 writes them: name, version, place, start level, started. */
	List<String> bundles() throws IOException {
		return Files.readAllLines(folder.resolve(BUNDLES));
	}

	/** Its plug-in folder. */
	Path plugins() {
		return folder.resolve("plugins");
	}

	/** Adds a bundle in its plug-in folder as p2 does: present, not started. */
	void add(String name, Path jar) throws IOException {
		Files.writeString(folder.resolve(BUNDLES), name + ",1.0.0,plugins/" + jar.getFileName() + ",4,false\n", StandardOpenOption.APPEND);
	}

	/** Copies a folder with all in it but what a build made. */
	static Path copy(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.filter(f -> Stream.of(from.relativize(f).toString().split("/")).noneMatch("target"::equals)).toList()) {
				Path copy = to.resolve(from.relativize(file).toString());
				Files.createDirectories(copy.getParent());
				if (!Files.isDirectory(file)) {
					Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
				}
			}
		}
		return to;
	}
}
