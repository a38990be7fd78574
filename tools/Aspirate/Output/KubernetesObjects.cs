namespace Aspirate.Output;

/// <summary>The Kubernetes objects of a workload, for a chart.</summary>
internal static class KubernetesObjects
{
    private static readonly string[] AccessModes = ["ReadWriteOnce"];

    public static IEnumerable<Dictionary<string, object>> Of(Workload workload)
    {
        if (workload.Env.Count > 0)
        {
            yield return Document("v1", "ConfigMap", workload, ("data", workload.Env));
        }

        yield return workload.Volumes.Count > 0 ? StatefulSet(workload) : Deployment(workload);
        if (workload.Ports.Count > 0)
        {
            yield return Document("v1", "Service", workload, ("spec", Map(
                ("type", "ClusterIP"),
                ("selector", Labels(workload)),
                ("ports", workload.Ports.Select(p => Map(("name", p.Name), ("port", p.External ?? p.Internal), ("targetPort", p.Internal))).ToArray()))));
        }
    }

    private static Dictionary<string, object> Deployment(Workload workload) => Document("apps/v1", "Deployment", workload, ("spec", Map(
        ("minReadySeconds", 60),
        ("replicas", 1),
        ("selector", Map(("matchLabels", Labels(workload)))),
        ("strategy", Map(("type", "Recreate"))),
        ("template", Pod(workload, ("terminationGracePeriodSeconds", 180))))));

    private static Dictionary<string, object> StatefulSet(Workload workload) => Document("apps/v1", "StatefulSet", workload, ("spec", Map(
        ("serviceName", workload.Name),
        ("replicas", 1),
        ("selector", Map(("matchLabels", Labels(workload)))),
        ("template", Pod(workload)),
        ("volumeClaimTemplates", workload.Volumes.Select(v => Map(
            ("metadata", Map(("name", v.Name))),
            ("spec", Map(
                ("accessModes", AccessModes),
                ("resources", Map(("requests", Map(("storage", "1Gi")))))))))
            .ToArray()))));

    private static Dictionary<string, object> Pod(Workload workload, params (string, object?)[] more) => Map(
        ("metadata", Map(("labels", Labels(workload)), ("annotations", Some(workload.Annotations)))),
        ("spec", Map(
        [
            ("imagePullSecrets", workload.WithPrivateRegistry ? new[] { Map(("name", "image-pull-secret")) } : null),
            ("containers", new[] { Container(workload) }),
            .. more,
        ])));

    private static Dictionary<string, object> Container(Workload workload) => Map(
        ("name", workload.Name),
        ("image", workload.Image),
        ("imagePullPolicy", workload.ImagePullPolicy),
        ("command", string.IsNullOrEmpty(workload.Entrypoint) ? null : new[] { workload.Entrypoint }),
        ("args", workload.Args.Count > 0 ? workload.Args : null),
        ("ports", workload.Ports.Count > 0 ? workload.Ports.Select(p => Map(("name", p.Name), ("containerPort", p.Internal))).ToArray() : null),
        ("envFrom", workload.Env.Count > 0 ? new[] { Map(("configMapRef", Map(("name", workload.Name)))) } : null),
        ("volumeMounts", workload.Volumes.Count > 0 ? workload.Volumes.Select(v => Map(("name", v.Name), ("mountPath", v.Target))).ToArray() : null));

    private static Dictionary<string, object> Document(string apiVersion, string kind, Workload workload, (string, object?) content) => Map(
        ("apiVersion", apiVersion),
        ("kind", kind),
        ("metadata", Map(("name", workload.Name), ("labels", Labels(workload)), ("annotations", Some(workload.Annotations)))),
        content);

    private static Dictionary<string, object> Labels(Workload workload) => Map(("app", workload.Name));

    private static IReadOnlyDictionary<string, string>? Some(IReadOnlyDictionary<string, string> map) => map.Count > 0 ? map : null;

    private static Dictionary<string, object> Map(params (string Key, object? Value)[] entries) =>
        entries.Where(e => e.Value is not null).ToDictionary(e => e.Key, e => e.Value!);
}
