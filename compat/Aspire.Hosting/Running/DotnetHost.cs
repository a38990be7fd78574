using System.Runtime.InteropServices;

namespace Aspire.Hosting.Running;

/// <summary>The <c>dotnet</c> program that runs this process; projects are started with the same one.</summary>
internal static class DotnetHost
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

        // The runtime lies in <dotnet>/shared/Microsoft.NETCore.App/<version>.
        var candidate = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(candidate) ? candidate : name;
    }
}
