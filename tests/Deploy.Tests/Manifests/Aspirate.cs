using Digits.Tests;

namespace Digits.Deploy.Tests.Manifests;

/// <summary>The way from the application model to <c>aspirate-output</c>, as the README has it, without building images.</summary>
internal static class Aspirate
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>Writes <c>manifest.json</c> and <c>aspirate-output</c> into a folder.</summary>
    public static void Generate(string folder)
    {
        Directory.CreateDirectory(folder);
        Tool.Output("dotnet", [Built("AppHost", "AppHost.dll"), "--publisher", "manifest", "--output-path", Path.Combine(folder, "manifest.json")]);
        Tool.Output(
            "dotnet",
            [
                Built("tools/Aspirate", "aspirate.dll"), "generate", "--non-interactive", "--disable-secrets", "--disable-state", "--skip-build",
                "-m", "manifest.json", "-cr", "localhost:5000", "-ct", "1.0.0", "--namespace", "digits", "--image-pull-policy", "IfNotPresent",
                "--include-dashboard", "false",
            ],
            folder);
    }

    private static string Built(string project, string assembly) =>
        Path.Combine(Repository.Root, project, "bin", Configuration, "net10.0", assembly);
}
