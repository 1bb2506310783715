{{- define "archway.name" -}}
{{- if contains "archway" .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-archway" .Release.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "archway.secret" -}}
{{- .Values.certificate.secretName | default (printf "%s-tls" (include "archway.name" .)) }}
{{- end }}

{{- define "archway.image" -}}
{{- if .Values.image.digest }}{{ printf "%s@%s" .Values.image.repository .Values.image.digest }}{{ else }}{{ printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}{{ end }}
{{- end }}

{{- define "archway.selector" -}}
app.kubernetes.io/name: archway-server
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "archway.labels" -}}
{{ include "archway.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "archway.certificateSelector" -}}
app.kubernetes.io/name: archway-certificate
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "archway.fleetSelector" -}}
app.kubernetes.io/name: archway-fleet
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "archway.places" -}}
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
        - matchExpressions:
            - {key: kubernetes.io/os, operator: In, values: [linux]}
            - {key: kubernetes.io/arch, operator: In, values: [amd64, arm64]}
tolerations:
  - {key: kubernetes.io/arch, operator: Equal, value: arm64, effect: NoSchedule}
{{- with .Values.tolerations }}
{{ toYaml . | indent 2 }}
{{- end }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end }}

{{- define "archway.certificatePod" -}}
serviceAccountName: {{ include "archway.name" . }}-certificate
automountServiceAccountToken: true
restartPolicy: OnFailure
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  seccompProfile: {type: RuntimeDefault}
{{ include "archway.places" . }}
containers:
  - name: certificate
    image: {{ include "archway.image" . }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    args:
      - certificate
      - --service={{ include "archway.name" . }}
      - --secret={{ include "archway.secret" . }}
      - --webhook={{ include "archway.name" . }}
    resources:
      requests: {cpu: 10m, memory: 64Mi}
      limits: {memory: 128Mi}
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities: {drop: [ALL]}
    env:
      # The runtime's diagnostics would write below /tmp.
      - {name: DOTNET_EnableDiagnostics, value: "0"}
{{- end }}
