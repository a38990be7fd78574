using System.Diagnostics;
using System.Net;
using System.Text;
using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Images;

/// <summary>
/// A service started from its image with what the overlays allow it: its user, a root that cannot be written, /tmp, config.json, perhaps a
/// volume, no capability. It shares the host's network, so that it can be called.
/// </summary>
internal sealed class Container : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder;
    private readonly string _id = $"digits-{Guid.NewGuid():N}";
    private readonly StringBuilder _log = new();
    private readonly Process _process;

    private Container(string folder, int port)
    {
        _folder = folder;
        Address = new Uri($"http://127.0.0.1:{port}");
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("runc", ["--root", StateFolder, "run", "--bundle", folder, "--pid-file", PidFile, _id])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public Uri Address { get; }

    /// <summary>Everything that it has written.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    private string StateFolder => Path.Combine(_folder, "state");

    private string PidFile => Path.Combine(_folder, "pid");

    /// <summary>Starts a container and waits until it says that it is ready for calls.</summary>
    /// <param name="image">Where it comes from.</param>
    /// <param name="folder">A folder of its own.</param>
    /// <param name="port">Where it listens, on loopback.</param>
    /// <param name="environment">Variables on top of the image's own.</param>
    /// <param name="mounts">Folders of the host by the place where it sees them; those below /etc can only be read.</param>
    public static async Task<Container> StartAsync(
        ServiceImage image, string folder, int port, IEnumerable<string> environment, IReadOnlyDictionary<string, string> mounts)
    {
        image.UnpackInto(Path.Combine(folder, "rootfs"));
        var specification = ContainerSpecification.Of(image, environment.Append($"ASPNETCORE_URLS=http://127.0.0.1:{port}"), mounts);
        await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), specification.ToJsonString());
        var container = new Container(folder, port);
        container._process.Start();
        container._process.BeginOutputReadLine();
        container._process.BeginErrorReadLine();
        try
        {
            await container.WaitUntilReadyAsync(image.Name == "gateway" ? HttpVersion.Version11 : HttpVersion.Version20);
            return container;
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    /// <summary>The most memory that its process has had so far, in bytes.</summary>
    public long PeakMemory() => 1024 * long.Parse(
        File.ReadLines($"/proc/{File.ReadAllText(PidFile)}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    /// <summary>Asks it to end, as Kubernetes does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        Tool.Output("runc", ["--root", StateFolder, "kill", _id, "TERM"]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Tool.Run("runc", ["--root", StateFolder, "kill", _id, "KILL"]);
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }

        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync(Version version)
    {
        using var http = new HttpClient { DefaultRequestVersion = version, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var patience = new CancellationTokenSource(Patience);
        while (!_process.HasExited)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(Address, "/health"), patience.Token);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }

        throw new InvalidOperationException($"The container ended with {_process.ExitCode}:{Environment.NewLine}{Log}");
    }

    private void Take(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }
}
