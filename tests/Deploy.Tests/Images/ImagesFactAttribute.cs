using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Images;

/// <summary>A fact that makes images and starts containers; skipped, with the reason, where that cannot be done.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ImagesFactAttribute : FactAttribute
{
    private static readonly string? Missing = Find();

    public ImagesFactAttribute()
    {
        Skip = Missing;
    }

    private static string? Find() =>
        !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "needs Linux and root, to start containers"
        : Tool.TryOutput("runc", "--version") is null ? "needs runc"
        : BaseImage.Packages().Count == 0 ? "needs the libraries of Debian or Ubuntu, for a base image"
        : null;
}
