using System.Text;

namespace Aspire.Hosting.Projects;

/// <summary>Takes a command line apart: arguments are separated by blanks, and quotation marks keep blanks together.</summary>
internal static class CommandLine
{
    public static IReadOnlyList<string> Split(string line)
    {
        var arguments = new List<string>();
        var current = new StringBuilder();
        var isQuoted = false;
        var isOpen = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] == '"')
            {
                current.Append(line[++i]);
                isOpen = true;
            }
            else if (line[i] == '"')
            {
                isQuoted = !isQuoted;
                isOpen = true;
            }
            else if (char.IsWhiteSpace(line[i]) && !isQuoted)
            {
                End();
            }
            else
            {
                current.Append(line[i]);
                isOpen = true;
            }
        }

        End();
        return arguments;

        void End()
        {
            if (isOpen)
            {
                arguments.Add(current.ToString());
                current.Clear();
                isOpen = false;
            }
        }
    }
}
