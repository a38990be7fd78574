using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A volume, file or folder that a container sees at a path.</summary>
[DebuggerDisplay("Source = {Source}, Target = {Target}")]
public sealed class ContainerMountAnnotation : IResourceAnnotation
{
    /// <summary>Creates the annotation.</summary>
    /// <param name="source">The full path of a bind mount; the name of a volume, null for an anonymous one.</param>
    /// <param name="target">The path in the container.</param>
    /// <param name="type">What it is.</param>
    /// <param name="isReadOnly">Whether the container can only read it.</param>
    /// <exception cref="ArgumentException">A bind mount without a full path, or an anonymous volume that nobody could write.</exception>
    public ContainerMountAnnotation(string? source, string target, ContainerMountType type, bool isReadOnly)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (type == ContainerMountType.BindMount)
        {
            ArgumentException.ThrowIfNullOrEmpty(source);
            if (!Path.IsPathRooted(source))
            {
                throw new ArgumentException($"A bind mount needs a full path, not '{source}'.", nameof(source));
            }
        }
        else if (string.IsNullOrEmpty(source) && isReadOnly)
        {
            throw new ArgumentException("An anonymous volume cannot be read-only.", nameof(isReadOnly));
        }

        Source = source;
        Target = target;
        Type = type;
        IsReadOnly = isReadOnly;
    }

    /// <summary>The full path of a bind mount; the name of a volume, null for an anonymous one.</summary>
    public string? Source { get; }

    /// <summary>The path in the container.</summary>
    public string Target { get; }

    /// <summary>What it is.</summary>
    public ContainerMountType Type { get; }

    /// <summary>Whether the container can only read it.</summary>
    public bool IsReadOnly { get; }
}
