using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Consoles;

/// <summary>Prints the output of the resources, each line behind the name of its resource.</summary>
internal sealed partial class TerminalOutput(DistributedApplicationModel model)
{
    private static readonly string[] Colours = ["36", "33", "32", "35", "34", "31"];

    private readonly bool _isColoured = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private readonly int _width = model.Resources.SelectMany(Names).Select(name => name.Length).DefaultIfEmpty().Max();

    public void Write(IResource resource, string instanceId, string line)
    {
        var name = (HasReplicas(resource) ? instanceId : resource.Name).PadRight(_width);
        if (_isColoured)
        {
            var colour = Colours[model.Resources.IndexOf(resource) % Colours.Length];
            Console.Out.WriteLine($"\e[{colour}m{name} |\e[0m {line}");
        }
        else
        {
            Console.Out.WriteLine($"{name} | {Escapes().Replace(line, string.Empty)}");
        }
    }

    private static bool HasReplicas(IResource resource) => ResourceNotificationService.InstanceIds(resource).Length > 1;

    private static string[] Names(IResource resource) => HasReplicas(resource) ? ResourceNotificationService.InstanceIds(resource) : [resource.Name];

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();
}
