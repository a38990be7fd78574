using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The image of a container.</summary>
[DebuggerDisplay("Image = {Image}, Tag = {Tag}, SHA256 = {SHA256}")]
public sealed class ContainerImageAnnotation : IResourceAnnotation
{
    private string? _tag;
    private string? _sha256;

    /// <summary>The registry; null for the default one.</summary>
    public string? Registry { get; set; }

    /// <summary>The image's name.</summary>
    public required string Image { get; set; }

    /// <summary>The image's tag. Setting it clears <see cref="SHA256"/>.</summary>
    public string? Tag
    {
        get => _tag;
        set => (_tag, _sha256) = (value, null);
    }

    /// <summary>The image's digest, without <c>sha256:</c>. Setting it clears <see cref="Tag"/>.</summary>
    public string? SHA256
    {
        get => _sha256;
        set => (_tag, _sha256) = (null, value);
    }

    /// <summary>The whole name, as the manifest has it.</summary>
    internal string FullName
    {
        get
        {
            var image = string.IsNullOrEmpty(Registry) ? Image : $"{Registry}/{Image}";
            if (!string.IsNullOrEmpty(SHA256))
            {
                return $"{image}@sha256:{SHA256}";
            }

            return string.IsNullOrEmpty(Tag) ? image : $"{image}:{Tag}";
        }
    }
}
