import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Writes guest.json, which makes a folder an installed guest: how it is run, and the sizes and checksums of its files. */
final class Manifest {

	/**
	 * The console, and a quick boot: no self-tests of ciphers, and none of the initial calls that take long and are for what
	 * the RAM disk does not do (a source of entropy, certificates, tracing by name, BPF). A panic resets at once.
	 */
	private static final String APPEND = "console=ttyS0 quiet panic=-1 cryptomgr.notests=1 initcall_blacklist=jent_mod_init,ecdsa_init,"
			+ "load_system_certificate_list,trace_eval_init,btf_vmlinux_init,bpf_mptcp_kfunc_init";

	/** @param arguments folder, name of the guest, version of the kernel */
	public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
		Path folder = Path.of(arguments[0]);
		List<String> files = new ArrayList<>();
		try (Stream<Path> all = Files.list(folder)) {
			for (Path file : all.sorted().toList()) {
				String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
				files.add("    \"%s\": { \"size\": %d, \"sha256\": \"%s\" }".formatted(file.getFileName(), Files.size(file), sum));
			}
		}
		Files.writeString(folder.resolve("guest.json"), """
				{
				  "format": 1,
				  "name": "%s",
				  "label": "Debian's kernel %s with busybox",
				  "guest": "linux",
				  "options": {
				    "kernel": "vmlinux",
				    "initrd": "initrd.cpio",
				    "append": "%s"
				  },
				  "files": {
				%s
				  }
				}
				""".formatted(arguments[1], arguments[2], APPEND, String.join(",\n", files)));
	}
}
