package org.ringside.lab.internal;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ringside.lab.GuestManifest;
import org.ringside.lab.GuestManifest.Member;
import org.ringside.lab.LabException;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;

/**
 * Manifests as JSON. Read strictly, since what is read may come from anywhere: every name once, none unknown, and nothing
 * that nests deeper than a manifest does.
 */
public final class ManifestJson {

	private static final int LONGEST = 1 << 20;
	private static final Pattern PLACE = Pattern.compile("line \\d+ column \\d+");

	private final String where;
	private final JsonReader in;
	private final Map<String, String> texts = new TreeMap<>();
	private Map<String, String> options = Map.of();
	private Map<String, Member> files = Map.of();

	private ManifestJson(String where, String text) {
		this.where = where;
		in = new JsonReader(new StringReader(text));
		in.setStrictness(Strictness.STRICT);
	}

	/** See {@link GuestManifest#parse}. */
	public static GuestManifest parse(String where, byte[] bytes) {
		if (bytes.length > LONGEST) {
			throw new LabException(where + ": a manifest of " + bytes.length + " bytes is longer than any: at most " + LONGEST + " are read");
		}
		String text;
		try {
			text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		} catch (CharacterCodingException e) {
			throw new LabException(where + ": it is not UTF-8 text: write it as JSON", e);
		}
		ManifestJson json = new ManifestJson(where, text);
		try {
			return json.manifest();
		} catch (MalformedJsonException e) {
			throw new LabException(where + ": it is not JSON" + place(e) + ": write it anew", e);
		} catch (IOException | IllegalStateException | NumberFormatException e) {
			throw new LabException(where + ": it is no guest's manifest: " + firstLine(e), e);
		}
	}

	/** The reader says in the middle of a message for programmers where the mistake is. */
	private static String place(MalformedJsonException e) {
		Matcher matcher = PLACE.matcher(firstLine(e));
		return matcher.find() ? " from " + matcher.group() + " on" : "";
	}

	/** The reader's messages end in an address on a line of its own. */
	private static String firstLine(Exception e) {
		return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
	}

	private GuestManifest manifest() throws IOException {
		Map<String, Boolean> seen = new TreeMap<>();
		in.beginObject();
		while (in.hasNext()) {
			String name = in.nextName();
			once(seen, name);
			switch (name) {
			case "format" -> format();
			case "name", "label", "guest" -> texts.put(name, in.nextString());
			case "options" -> options = options();
			case "files" -> files = files();
			default -> throw new LabException(where + ": \"" + name + "\" means nothing here: leave it out, or use a newer Ringside");
			}
		}
		in.endObject();
		if (in.peek() != JsonToken.END_DOCUMENT) {
			throw new LabException(where + ": something follows the end of the manifest: remove it");
		}
		if (!seen.containsKey("format")) {
			throw missing("format");
		}
		try {
			return new GuestManifest(text("name"), text("label"), text("guest"), options, new TreeMap<>(files));
		} catch (LabException e) {
			throw e.getMessage().startsWith(where) ? e : new LabException(where + ": " + e.getMessage(), e);
		}
	}

	private void once(Map<String, Boolean> seen, String name) {
		if (seen.put(name, true) != null) {
			throw new LabException(where + ": \"" + name + "\" is there twice: leave one out");
		}
	}

	private void format() throws IOException {
		String format = in.nextString();
		if (!format.equals(Integer.toString(GuestManifest.FORMAT))) {
			throw new LabException(where + ": the manifest is of format " + format + ", and this program reads format " + GuestManifest.FORMAT
					+ ": use another version of Ringside");
		}
	}

	private String text(String name) {
		String text = texts.get(name);
		if (text == null) {
			throw missing(name);
		}
		return text;
	}

	private LabException missing(String name) {
		return new LabException(where + ": the manifest has no \"" + name + "\": add it");
	}

	private Map<String, String> options() throws IOException {
		Map<String, Boolean> seen = new TreeMap<>();
		Map<String, String> found = new LinkedHashMap<>();
		in.beginObject();
		while (in.hasNext()) {
			String name = in.nextName();
			once(seen, name);
			found.put(name, in.peek() == JsonToken.BOOLEAN ? Boolean.toString(in.nextBoolean()) : in.nextString());
		}
		in.endObject();
		return found;
	}

	private Map<String, Member> files() throws IOException {
		Map<String, Boolean> seen = new TreeMap<>();
		Map<String, Member> found = new TreeMap<>();
		in.beginObject();
		while (in.hasNext()) {
			String name = in.nextName();
			once(seen, name);
			found.put(name, member(name));
		}
		in.endObject();
		return found;
	}

	private Member member(String file) throws IOException {
		Map<String, Boolean> seen = new TreeMap<>();
		long size = -1;
		String sha256 = "";
		in.beginObject();
		while (in.hasNext()) {
			String name = in.nextName();
			once(seen, name);
			switch (name) {
			case "size" -> size = in.nextLong();
			case "sha256" -> sha256 = in.nextString();
			default -> throw new LabException(where + ": \"" + name + "\" of file " + file + " means nothing here: leave it out");
			}
		}
		in.endObject();
		for (String name : new String[] { "size", "sha256" }) {
			if (!seen.containsKey(name)) {
				throw new LabException(where + ": file " + file + " has no \"" + name + "\": add it");
			}
		}
		try {
			return new Member(size, sha256);
		} catch (LabException e) {
			throw new LabException(where + ": file " + file + " has " + e.getMessage(), e);
		}
	}

	/** See {@link GuestManifest#json}. */
	public static byte[] write(GuestManifest manifest) {
		StringWriter text = new StringWriter();
		try (JsonWriter out = new JsonWriter(text)) {
			out.setIndent("  ");
			out.beginObject().name("format").value(GuestManifest.FORMAT).name("name").value(manifest.name()).name("label").value(manifest.label())
					.name("guest").value(manifest.guest()).name("options").beginObject();
			for (Map.Entry<String, String> option : manifest.options().entrySet()) {
				out.name(option.getKey()).value(option.getValue());
			}
			out.endObject().name("files").beginObject();
			for (Map.Entry<String, Member> file : manifest.files().entrySet()) {
				out.name(file.getKey()).beginObject().name("size").value(file.getValue().size()).name("sha256").value(file.getValue().sha256())
						.endObject();
			}
			out.endObject().endObject();
		} catch (IOException e) {
			throw new IllegalStateException("a text in memory takes all", e);
		}
		return (text + "\n").getBytes(StandardCharsets.UTF_8);
	}
}
