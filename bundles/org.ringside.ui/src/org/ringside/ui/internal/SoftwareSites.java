package org.ringside.ui.internal;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.equinox.p2.core.IProvisioningAgent;
import org.eclipse.equinox.p2.repository.IRepository;
import org.eclipse.equinox.p2.repository.IRepositoryManager;
import org.eclipse.equinox.p2.repository.artifact.IArtifactRepositoryManager;
import org.eclipse.equinox.p2.repository.metadata.IMetadataRepositoryManager;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/**
 * Lists Ringside's own p2 site in Help &gt; Install New Software. The site lies beside the product, wherever that was unpacked,
 * so its address is not known when the product is built.
 */
final class SoftwareSites extends Job {
	/** Names the site, as a URI, where it is not beside the product. */
	private static final String PROPERTY = "ringside.site";
	private static final String ARCHIVE = "ringside-site.zip";

	SoftwareSites() {
		super("List software sites");
		setSystem(true);
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		BundleContext context = FrameworkUtil.getBundle(SoftwareSites.class).getBundleContext();
		ServiceReference<IProvisioningAgent> reference = context.getServiceReference(IProvisioningAgent.class);
		if (reference != null) {
			site().ifPresent(uri -> list(context.getService(reference), uri));
			context.ungetService(reference);
		}
		return Status.OK_STATUS;
	}

	private static Optional<URI> site() {
		String named = System.getProperty(PROPERTY);
		if (named != null) {
			return Optional.of(URI.create(named));
		}
		Path install = Path.of(URI.create(Platform.getInstallLocation().getURL().toString().replace(" ", "%20"))).normalize();
		// on macOS the product is the folder Contents/Eclipse of an application
		Path product = install.endsWith("Contents/Eclipse") ? install.getParent().getParent() : install;
		Path archive = product.resolveSibling(ARCHIVE);
		return Files.isReadable(archive) ? Optional.of(URI.create("jar:" + archive.toUri() + "!/")) : Optional.empty();
	}

	private static void list(IProvisioningAgent agent, URI site) {
		list(agent.getService(IMetadataRepositoryManager.class), site);
		list(agent.getService(IArtifactRepositoryManager.class), site);
	}

	private static void list(IRepositoryManager<?> manager, URI site) {
		if (manager != null && !manager.contains(site)) {
			manager.addRepository(site);
			manager.setRepositoryProperty(site, IRepository.PROP_NICKNAME, "Ringside");
		}
	}
}
