using Digits.Deploy.Tests.Manifests;
using Digits.Tests;

namespace Digits.Deploy.Tests.Images;

/// <summary>The four services in containers, each with what its Deployment gives it, calling each other over loopback.</summary>
internal sealed class ContainerApplication : IAsyncDisposable
{
    private readonly List<(string Name, Container Container)> _containers = [];

    private ContainerApplication()
    {
    }

    /// <summary>The containers, callers first: so they can be stopped.</summary>
    public IEnumerable<(string Name, Container Container)> All => _containers.AsEnumerable().Reverse();

    public Container this[string name] => _containers.First(entry => entry.Name == name).Container;

    public static async Task<ContainerApplication> StartAsync(IReadOnlyDictionary<string, ServiceImage> images, string folder)
    {
        var application = new ContainerApplication();
        var ports = images.Keys.Zip(FreePorts.Next(images.Count)).ToDictionary();
        try
        {
            foreach (var name in new[] { "processing", "training", "inference", "gateway" })
            {
                var home = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
                var container = await Container.StartAsync(images[name], home, ports[name], Environment(ports), Mounts(name, home));
                application._containers.Add((name, container));
            }

            return application;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, container) in All)
        {
            await container.DisposeAsync();
        }
    }

    private static string[] Environment(Dictionary<string, int> ports) =>
        [
            "DIGITS_CONFIG=/etc/digits/config.json",
            "DIGITS_DATA=/var/lib/digits",
            "Starter__Enabled=false",
            $"Services__Processing=http://127.0.0.1:{ports["processing"]}",
            $"Services__Training=http://127.0.0.1:{ports["training"]}",
            $"Services__Inference=dns:///localhost:{ports["inference"]}",
        ];

    private static Dictionary<string, string> Mounts(string name, string home)
    {
        // As a cluster gives it to every pod.
        var hosts = Path.Combine(home, "hosts");
        File.WriteAllText(hosts, "127.0.0.1 localhost\n");
        var mounts = new Dictionary<string, string> { ["/etc/hosts"] = hosts, ["/etc/digits"] = Path.Combine(Repository.Root, "deploy", "services") };
        var volume = name switch { "processing" => "data", "training" => "models", _ => null };
        if (volume is not null)
        {
            var folder = Directory.CreateDirectory(Path.Combine(home, volume)).FullName;
            Tool.Output("chown", [$"{BaseImage.User}:{BaseImage.User}", folder]);
            mounts[$"/var/lib/digits/{volume}"] = folder;
        }

        return mounts;
    }
}
