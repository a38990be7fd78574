namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that is known about a resource.</summary>
public interface IResourceAnnotation
{
}
