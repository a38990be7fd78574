using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Prints the output of the resources, each line behind the name of its resource.</summary>
internal sealed partial class ResourceConsole(DistributedApplicationModel model)
{
    private static readonly string[] Colours = ["36", "33", "32", "35", "34", "31"];

    private readonly bool _isColoured = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private readonly int _width = model.Resources.Select(r => r.Name.Length).DefaultIfEmpty().Max();

    public void Write(IResource resource, string line)
    {
        var name = resource.Name.PadRight(_width);
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

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();
}
