using Digits.Tests;

namespace Digits.AppHost.Tests;

public sealed class ManifestTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("digits-manifest-");

    /// <summary>The manifest in the application host's folder, as the README's command writes it; its paths are relative to that.</summary>
    [Fact]
    public async Task Publish_Digits_WritesTheGoldenManifest()
    {
        var path = Path.Combine(Repository.Root, "AppHost", $"{_folder.Name}.json");
        try
        {
            using var host = Start("--publisher", "manifest", "--output-path", path);

            Assert.Equal(0, await host.ExitAsync());
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "aspire-manifest.json")), await File.ReadAllTextAsync(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // With settings that the services would not start with: publishing needs none of them.
    private static HostProcess Start(params string[] args) => HostProcess.Start(
        StartTests.AppHostAssembly, new Dictionary<string, string> { ["DIGITS_DATA"] = "relative", ["DIGITS_GATEWAY_PORT"] = "none" }, args);
}
