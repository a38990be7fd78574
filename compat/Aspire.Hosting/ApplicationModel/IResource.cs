namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application: a project, a program.</summary>
public interface IResource
{
    /// <summary>The name: 1 to 64 ASCII letters, digits and single hyphens, starting with a letter.</summary>
    string Name { get; }

    /// <summary>Everything that is known about the resource, in the order it was said.</summary>
    ResourceAnnotationCollection Annotations { get; }
}
