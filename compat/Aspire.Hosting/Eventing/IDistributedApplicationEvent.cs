namespace Aspire.Hosting.Eventing;

/// <summary>An event in the life of the application.</summary>
public interface IDistributedApplicationEvent
{
}
